using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CouponAdmin.Core.Database.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class BenefitRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<long>(
                name: "BenefitValue",
                table: "campaigns",
                type: "bigint",
                nullable: false,
                oldClrType: typeof(int),
                oldType: "integer");

            AmountsInSmallestUnits.Convert(migrationBuilder, name => $"\"{name}\"");

            migrationBuilder.AddColumn<long>(
                name: "BenefitMaximum",
                table: "campaigns",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "BenefitMinimumOrder",
                table: "campaigns",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BenefitTerms",
                table: "campaigns",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BenefitText",
                table: "campaigns",
                type: "character varying(200)",
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

            migrationBuilder.AlterColumn<int>(
                name: "BenefitValue",
                table: "campaigns",
                type: "integer",
                nullable: false,
                oldClrType: typeof(long),
                oldType: "bigint");
        }
    }
}
