using System.Collections.Frozen;

namespace CouponAdmin.Core.Campaigns;

/// <summary>The currencies in use (ISO 4217, list one, without funds and metals) and how many digits each has after its point.</summary>
/// <remarks>Source: https://www.six-group.com/en/products-services/financial-information/data-standards.html. What isn't named there has two digits.</remarks>
public static class Currencies
{
    private const int UsualDigits = 2;

    private static readonly FrozenSet<string> WithTwo = Set(
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD " +
        "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN " +
        "PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG");

    private static readonly FrozenSet<string> WithNone = Set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF");

    private static readonly FrozenSet<string> WithThree = Set("BHD IQD JOD KWD LYD OMR TND");

    /// <summary>Every code, in the order of the alphabet.</summary>
    public static readonly IReadOnlyList<string> All = [.. WithTwo.Concat(WithNone).Concat(WithThree).Order(StringComparer.Ordinal)];

    /// <summary>Whether the code names a currency, in capital letters.</summary>
    public static bool IsKnown(string? code) => code is not null && (WithTwo.Contains(code) || WithNone.Contains(code) || WithThree.Contains(code));

    /// <summary>Digits after the point: none for KRW, two for USD, three for KWD.</summary>
    public static int DigitsOf(string? code) => code switch
    {
        null => UsualDigits,
        _ when WithNone.Contains(code) => 0,
        _ when WithThree.Contains(code) => 3,
        _ => UsualDigits,
    };

    /// <summary>An amount as people write it: 1050 of USD are 10.50.</summary>
    public static decimal ToWhole(long smallest, string? code) => smallest / Scale(code);

    /// <summary>An amount as people write it, in the smallest unit; null when it is finer than that, or too large for any amount here.</summary>
    public static long? ToSmallest(decimal whole, string? code)
    {
        decimal scale = Scale(code);
        return Math.Abs(whole) <= CampaignDraftRules.OrderAmountMax && whole * scale is var smallest && smallest == decimal.Truncate(smallest) ? (long)smallest : null;
    }

    private static decimal Scale(string? code) => DigitsOf(code) switch
    {
        0 => 1m,
        3 => 1_000m,
        _ => 100m,
    };

    private static FrozenSet<string> Set(string codes) => codes.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
