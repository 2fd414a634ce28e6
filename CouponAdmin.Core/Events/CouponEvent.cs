using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Events;

/// <summary>What can happen to a coupon or a campaign that programs are told of. Each has one name in the interface (<see cref="EventNames"/>).</summary>
public enum EventKind
{
    /// <summary>Coupons were issued. One row stands for a run of them; what happened is read from the issuances.</summary>
    CouponIssued,
    CouponRevoked,

    /// <summary>A revocation was undone: the coupon is as it was.</summary>
    CouponRestored,
    CouponRedeemed,
    RedemptionRolledBack,

    /// <summary>The member who holds the coupon was erased; the coupon stays.</summary>
    CouponErased,
    CampaignChanged,
}

/// <summary>One row of the event log: one change, or one run of issued coupons.</summary>
/// <remarks>
/// A change is written in the transaction that makes it, without a place in the log: places given there would be committed out of order.
/// The numberer gives places to what is committed. No member is named here, so that an erasure has nothing to look for.
/// </remarks>
public sealed class CouponEvent
{
    public long Id { get; init; }
    public required EventKind Kind { get; init; }
    public required long CampaignId { get; init; }

    /// <summary>The coupon's ticket; null for a campaign's change and for a run.</summary>
    public long? Ticket { get; init; }

    public required StoreTime At { get; init; }

    /// <summary>The coupon number up to which coupons were issued before this happened; of a run, its last number.</summary>
    public required int Issued { get; init; }

    /// <summary>How many places it takes: the coupons of a run, else 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>What else is told, as JSON (<see cref="EventDetail"/>).</summary>
    public string? Detail { get; init; }

    /// <summary>Its place in the log, of a run the last one; null until it is numbered.</summary>
    public long? Last { get; set; }
}

/// <summary>The end of the log. One row, whose lock lets one numberer work at a time.</summary>
public sealed class EventLogEnd
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>The place of the newest event; 0: there is none.</summary>
    public long Last { get; set; }
}

/// <summary>Up to which number a campaign's coupons are in the log.</summary>
public sealed class EventMark
{
    public required long CampaignId { get; init; }
    public int Issued { get; set; }
}
