using CouponAdmin.Core.Coupons;

namespace CouponAdmin.Core.Redemptions;

/// <summary>Whether a use of a coupon stands.</summary>
public enum RedemptionStatus
{
    Redeemed,
    RolledBack,
}

/// <summary>One use of a coupon, as shown.</summary>
/// <param name="Campaign">The campaign's slug.</param>
/// <param name="Number">The coupon's number in its campaign.</param>
/// <param name="OrderAmount">In the smallest unit of the currency, as is the discount.</param>
public sealed record RedemptionView(
    long Id, RedemptionStatus Status, string Campaign, int? Number, string? Code, string OrderId, long OrderAmount, string Currency, long Discount, DateTimeOffset RedeemedAt)
{
    /// <summary>When it was rolled back, or redeemed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whose coupon; told where redemptions are read, not where coupons are taken.</summary>
    public string? Member { get; init; }

    public string? RedeemedBy { get; init; }
    public DateTimeOffset? RolledBackAt { get; init; }
    public string? RolledBackBy { get; init; }
    public string? RollbackReason { get; init; }

    /// <summary>The same for somebody who sees codes whole, or masked.</summary>
    public RedemptionView SeenBy(bool seesCodes) => seesCodes ? this : this with { Code = CodeMask.Of(Code) };

    /// <summary>The same for a checkout: it learns nothing of the member that it didn't say itself.</summary>
    public RedemptionView AtTheTill() => this with { Member = null };
}

/// <summary>One page of redemptions, oldest first.</summary>
/// <param name="Items">At most the asked-for limit.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record RedemptionPage(IReadOnlyList<RedemptionView> Items, long? Next);
