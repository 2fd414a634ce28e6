using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CouponAdmin.Core.Database.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Redemptions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "RedeemedAt",
                table: "issuances",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "redemptions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    CampaignId = table.Column<long>(type: "bigint", nullable: false),
                    Ticket = table.Column<long>(type: "bigint", nullable: false),
                    ActorId = table.Column<string>(type: "character varying(450)", maxLength: 450, nullable: false),
                    ActorName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    Key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Asked = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    OrderId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    OrderAmount = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Discount = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    RolledBackAt = table.Column<long>(type: "bigint", nullable: true),
                    RolledBackBy = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    RollbackReason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_redemptions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_redemptions_issuances_CampaignId_Ticket",
                        columns: x => new { x.CampaignId, x.Ticket },
                        principalTable: "issuances",
                        principalColumns: new[] { "CampaignId", "Ticket" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_redemptions_ActorId_Key",
                table: "redemptions",
                columns: new[] { "ActorId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_redemptions_OrderId",
                table: "redemptions",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "ux_redemptions_standing",
                table: "redemptions",
                columns: new[] { "CampaignId", "Ticket" },
                unique: true,
                filter: "\"RolledBackAt\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "redemptions");

            migrationBuilder.DropColumn(
                name: "RedeemedAt",
                table: "issuances");
        }
    }
}
