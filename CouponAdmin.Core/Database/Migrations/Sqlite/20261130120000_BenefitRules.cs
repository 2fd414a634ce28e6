using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CouponAdmin.Core.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class BenefitRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            AmountsInSmallestUnits.Convert(migrationBuilder, name => $"\"{name}\"");

            migrationBuilder.AddColumn<long>(
                name: "BenefitMaximum",
                table: "campaigns",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "BenefitMinimumOrder",
                table: "campaigns",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BenefitTerms",
                table: "campaigns",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BenefitText",
                table: "campaigns",
                type: "TEXT",
                maxLength: 200,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            AmountsInSmallestUnits.Undo(migrationBuilder, name => $"\"{name}\"");

            migrationBuilder.DropColumn(
                name: "BenefitMaximum",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "BenefitMinimumOrder",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "BenefitTerms",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "BenefitText",
                table: "campaigns");
        }
    }
}
