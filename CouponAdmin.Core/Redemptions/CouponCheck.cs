using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Redemptions;

/// <summary>Why a coupon can't be used: the whole list, in the order in which they are looked for.</summary>
public enum CouponFault
{
    /// <summary>No coupon has this code.</summary>
    UnknownCoupon,

    /// <summary>It is another member's. Nothing else is told of it.</summary>
    OtherMember,

    /// <summary>It was taken back.</summary>
    Revoked,

    /// <summary>It was used, and that use was not rolled back.</summary>
    AlreadyRedeemed,

    /// <summary>Its last moment is over.</summary>
    Expired,

    /// <summary>The order is in another currency than the coupon's amounts.</summary>
    CurrencyMismatch,

    /// <summary>The order is smaller than the coupon asks for.</summary>
    BelowMinimumOrder,
}

/// <summary>Whether a coupon can be used now, and what it takes off.</summary>
/// <param name="Valid">It could be used at this moment; only a redemption decides.</param>
/// <param name="Reason">Why not; null when it is valid.</param>
public sealed record CouponCheck(bool Valid, CouponFault? Reason = null)
{
    /// <summary>Slug and name of its campaign.</summary>
    public string? Campaign { get; init; }

    public string? Name { get; init; }

    public Benefit? Benefit { get; init; }

    /// <summary>Its last moment.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>When it was used; null while it wasn't.</summary>
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>What it takes off the order, in the smallest unit of the currency, rounded down; only when valid and asked with an order.</summary>
    public long? Discount { get; init; }

    public string? Currency { get; init; }

    internal static readonly CouponCheck Unknown = new(false, CouponFault.UnknownCoupon);

    internal static CouponCheck Of(IssuanceRecord coupon, Campaign campaign, RedemptionOrder order, StoreTime now)
    {
        if (order.MemberId is { } member && member != coupon.Member)
        {
            return new CouponCheck(false, CouponFault.OtherMember);
        }

        StoreTime end = coupon.RecordedAt + TimeSpan.FromDays(campaign.CouponValidDays);
        CouponFault? fault = FaultOf(coupon, campaign.Benefit, order, now > end);
        return new CouponCheck(fault is null, fault)
        {
            Campaign = campaign.Slug,
            Name = campaign.Name,
            Benefit = campaign.Benefit,
            ValidUntil = end.ToDateTimeOffset(),
            RedeemedAt = coupon.RedeemedAt?.ToDateTimeOffset(),
            Discount = fault is null && order.OrderAmount is { } amount ? campaign.Benefit.DiscountOn(amount) : null,
            Currency = fault is null ? order.Currency : null,
        };
    }

    private static CouponFault? FaultOf(IssuanceRecord coupon, Benefit benefit, RedemptionOrder order, bool isOver) => coupon.Status switch
    {
        ClaimStatus.Revoked => CouponFault.Revoked,
        ClaimStatus.Redeemed => CouponFault.AlreadyRedeemed,
        ClaimStatus.Issued when isOver => CouponFault.Expired,
        ClaimStatus.Issued when order.Currency is { } currency && benefit.Currency is { } own && own != currency => CouponFault.CurrencyMismatch,
        ClaimStatus.Issued when order.OrderAmount < benefit.MinimumOrder => CouponFault.BelowMinimumOrder,
        ClaimStatus.Issued => null,

        // These have no code, so that no code leads to them.
        ClaimStatus.Queued or ClaimStatus.QueueExpired or ClaimStatus.Refused or ClaimStatus.Quarantined => CouponFault.UnknownCoupon,
    };
}
