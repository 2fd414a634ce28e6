using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Campaigns;

/// <summary>What a coupon is worth, in words.</summary>
public static class BenefitText
{
    public static string Of(Benefit benefit)
    {
        ArgumentNullException.ThrowIfNull(benefit);
        string value = benefit.Value.ToString("N0", Figures.Culture);
        return benefit.Kind switch
        {
            BenefitKind.Percent => Say.In($"{value}% 할인", $"{value}% off"),
            BenefitKind.Amount when benefit.Currency == "KRW" => Say.In($"{value}원 할인", $"₩{value} off"),
            BenefitKind.Amount => Say.In($"{value} {benefit.Currency} 할인", $"{value} {benefit.Currency} off"),
            _ => benefit.Value.ToString(CultureInfo.InvariantCulture),
        };
    }
}
