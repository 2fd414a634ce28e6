using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CouponAdmin.Core.Database.Migrations.SqlServer
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
                oldType: "int");

            AmountsInSmallestUnits.Convert(migrationBuilder, name => $"[{name}]");

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
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BenefitText",
                table: "campaigns",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            AmountsInSmallestUnits.Undo(migrationBuilder, name => $"[{name}]");

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
                type: "int",
                nullable: false,
                oldClrType: typeof(long),
                oldType: "bigint");
        }
    }
}
