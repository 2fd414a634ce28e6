using Microsoft.EntityFrameworkCore.Migrations;

namespace CouponAdmin.Core.Database.Migrations;

/// <summary>Amounts of benefits were whole units of their currency (10 dollars: 10) and became smallest units (10 dollars: 1000); won stay what they are.</summary>
/// <remarks>The lists are those of the day of the migration: a migration must do the same for ever, whatever the product learns later.</remarks>
internal static class AmountsInSmallestUnits
{
    private const string NoDigits = "'BIF','CLP','DJF','GNF','ISK','JPY','KMF','KRW','PYG','RWF','UGX','VND','VUV','XAF','XOF','XPF'";
    private const string ThreeDigits = "'BHD','IQD','JOD','KWD','LYD','OMR','TND'";

    /// <param name="migration">The provider's migration, after the column has become wide enough.</param>
    /// <param name="quote">The provider's way to write a name.</param>
    public static void Convert(MigrationBuilder migration, Func<string, string> quote)
    {
        Scale(migration, quote, "* 100", $"NOT IN ({NoDigits},{ThreeDigits})");
        Scale(migration, quote, "* 1000", $"IN ({ThreeDigits})");
    }

    /// <inheritdoc cref="Convert"/>
    public static void Undo(MigrationBuilder migration, Func<string, string> quote)
    {
        Scale(migration, quote, "/ 100", $"NOT IN ({NoDigits},{ThreeDigits})");
        Scale(migration, quote, "/ 1000", $"IN ({ThreeDigits})");
    }

    private static void Scale(MigrationBuilder migration, Func<string, string> quote, string by, string currencies) => migration.Sql(
        $"UPDATE {quote("campaigns")} SET {quote("BenefitValue")} = {quote("BenefitValue")} {by} WHERE {quote("BenefitKind")} = 'Amount' AND {quote("BenefitCurrency")} {currencies};");
}
