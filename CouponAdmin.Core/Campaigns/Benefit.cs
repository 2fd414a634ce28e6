namespace CouponAdmin.Core.Campaigns;

/// <summary>What kind of worth a coupon has.</summary>
public enum BenefitKind
{
    /// <summary>A share of the order's amount, 1–100.</summary>
    Percent,

    /// <summary>An amount of money off the order.</summary>
    Amount,

    /// <summary>Anything that isn't counted in money, such as a gift: told in words, taken off nothing.</summary>
    FreeText,
}

/// <summary>What a coupon is worth. Every amount of money is a whole number of the currency's smallest unit (<see cref="Currencies"/>): 3,000 won are 3000, 10.50 dollars are 1050.</summary>
/// <param name="Kind">Percent, amount or free text.</param>
/// <param name="Value">Percent 1–100, or an amount; 0 for free text.</param>
/// <param name="Currency">ISO 4217, three capital letters; null where no amount stands.</param>
public sealed record Benefit(BenefitKind Kind, long Value, string? Currency = null)
{
    /// <summary>The most that a percentage takes off; null: no bound.</summary>
    public long? Maximum { get; init; }

    /// <summary>An order below this amount can't use the coupon; null: any order can.</summary>
    public long? MinimumOrder { get; init; }

    /// <summary>What the member gets, for free text; null otherwise.</summary>
    public string? Text { get; init; }

    /// <summary>The terms of use, shown on the claim page and with the coupon; null: none.</summary>
    public string? Terms { get; init; }

    /// <summary>What the coupon takes off an order of this amount in its currency: rounded down to the smallest unit, and never more than the order.</summary>
    /// <param name="orderAmount">0 or more, at most <see cref="CampaignDraftRules.OrderAmountMax"/>, in the smallest unit.</param>
    public long DiscountOn(long orderAmount) => Math.Min(orderAmount, Kind switch
    {
        BenefitKind.Percent => Math.Min(orderAmount * Value / 100, Maximum ?? long.MaxValue),
        BenefitKind.Amount => Value,
        BenefitKind.FreeText => 0,
    });
}
