namespace CouponAdmin.Core.Campaigns;

public enum BenefitKind
{
    /// <summary>A share of the price, 1–100.</summary>
    Percent,

    /// <summary>An amount of money in whole units of the currency.</summary>
    Amount,
}

/// <summary>What a coupon is worth.</summary>
/// <param name="Kind">Percent or amount.</param>
/// <param name="Value">Percent 1–100, or whole units of <paramref name="Currency"/>.</param>
/// <param name="Currency">ISO 4217, three capital letters; null for a percentage.</param>
public sealed record Benefit(BenefitKind Kind, int Value, string? Currency = null);
