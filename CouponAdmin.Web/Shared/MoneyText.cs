using System.Globalization;
using CouponAdmin.Core.Campaigns;

namespace CouponAdmin.Web.Shared;

/// <summary>An amount of money in words, from the currency's smallest unit: 3,000원, ₩3,000, 10.50 USD.</summary>
public static class MoneyText
{
    private const string Won = "KRW";

    public static string Of(long smallest, string? currency)
    {
        string code = currency ?? Won;
        string number = Currencies.ToWhole(smallest, code).ToString($"N{Currencies.DigitsOf(code).ToString(CultureInfo.InvariantCulture)}", Figures.Culture);
        return code == Won ? Say.In($"{number}원", $"₩{number}") : Say.In($"{number} {code}", $"{code} {number}");
    }
}
