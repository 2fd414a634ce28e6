using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CouponAdmin.Core.Database.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "redemptions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CampaignId = table.Column<long>(type: "INTEGER", nullable: false),
                    Ticket = table.Column<long>(type: "INTEGER", nullable: false),
                    ActorId = table.Column<string>(type: "TEXT", maxLength: 450, nullable: false, collation: "BINARY"),
                    ActorName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false, collation: "BINARY"),
                    Asked = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    OrderId = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false, collation: "BINARY"),
                    OrderAmount = table.Column<long>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    Discount = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    RolledBackAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RolledBackBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    RollbackReason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
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
