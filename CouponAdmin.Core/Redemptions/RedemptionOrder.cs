using System.ComponentModel.DataAnnotations;

namespace CouponAdmin.Core.Redemptions;

/// <summary>What a checkout asks: use this coupon for this order. Null is "not given".</summary>
/// <remarks><see cref="RedemptionRules"/> says what is wrong.</remarks>
public sealed record RedemptionOrder
{
    /// <summary>As a person types it.</summary>
    [Required]
    public string? Code { get; init; }

    /// <summary>The shop's own name of the order, 1–128 characters.</summary>
    [Required]
    public string? OrderId { get; init; }

    /// <summary>When given, the coupon must be this member's.</summary>
    public string? MemberId { get; init; }

    /// <summary>Before the discount, in the currency's smallest unit.</summary>
    [Required]
    public long? OrderAmount { get; init; }

    /// <summary>ISO 4217.</summary>
    [Required]
    public string? Currency { get; init; }
}
