using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CouponAdmin.Core.Database.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class MemberLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "NotEligible",
                table: "claim_tallies",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "EligibleText",
                table: "campaigns",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "MemberListKey",
                table: "campaigns",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "MemberListSize",
                table: "campaigns",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "member_lists",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    CampaignId = table.Column<long>(type: "bigint", nullable: false),
                    Key = table.Column<Guid>(type: "uuid", nullable: false),
                    ImportedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_lists", x => x.Id);
                    table.ForeignKey(
                        name: "FK_member_lists_campaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "campaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "listed_members",
                columns: table => new
                {
                    ListId = table.Column<long>(type: "bigint", nullable: false),
                    Member = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listed_members", x => new { x.ListId, x.Member });
                    table.ForeignKey(
                        name: "FK_listed_members_member_lists_ListId",
                        column: x => x.ListId,
                        principalTable: "member_lists",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_listed_members_Member",
                table: "listed_members",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_member_lists_CampaignId",
                table: "member_lists",
                column: "CampaignId");

            migrationBuilder.CreateIndex(
                name: "IX_member_lists_Key",
                table: "member_lists",
                column: "Key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "listed_members");

            migrationBuilder.DropTable(
                name: "member_lists");

            migrationBuilder.DropColumn(
                name: "NotEligible",
                table: "claim_tallies");

            migrationBuilder.DropColumn(
                name: "EligibleText",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "MemberListKey",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "MemberListSize",
                table: "campaigns");
        }
    }
}
