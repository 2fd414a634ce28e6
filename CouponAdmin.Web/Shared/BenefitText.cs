using CouponAdmin.Core.Campaigns;

namespace CouponAdmin.Web.Shared;

/// <summary>What a coupon is worth, in words: the same on the claim page, on the coupon and in the console.</summary>
public static class BenefitText
{
    /// <summary>The headline, such as <c>10% 할인</c>.</summary>
    public static string Of(Benefit benefit)
    {
        ArgumentNullException.ThrowIfNull(benefit);
        return benefit.Kind switch
        {
            BenefitKind.Percent => Say.In($"{benefit.Value}% 할인", $"{benefit.Value}% off"),
            BenefitKind.Amount => Say.In($"{MoneyText.Of(benefit.Value, benefit.Currency)} 할인", $"{MoneyText.Of(benefit.Value, benefit.Currency)} off"),
            BenefitKind.FreeText => benefit.Text ?? "",
        };
    }

    /// <summary>The bounds under the headline; null where there is none.</summary>
    public static string? Bounds(Benefit benefit)
    {
        ArgumentNullException.ThrowIfNull(benefit);
        string[] bounds =
        [
            .. benefit.Maximum is { } most ? [Say.In($"최대 {MoneyText.Of(most, benefit.Currency)}", $"at most {MoneyText.Of(most, benefit.Currency)}")] : Array.Empty<string>(),
            .. benefit.MinimumOrder is { } least ? [Say.In($"{MoneyText.Of(least, benefit.Currency)} 이상 주문", $"on orders from {MoneyText.Of(least, benefit.Currency)}")] : Array.Empty<string>(),
        ];
        return bounds.Length == 0 ? null : string.Join(" · ", bounds);
    }

    /// <summary>Headline and bounds in one line.</summary>
    public static string Whole(Benefit benefit) => Bounds(benefit) is { } bounds ? $"{Of(benefit)} · {bounds}" : Of(benefit);
}
