using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Events;

namespace CouponAdmin.Core.EventLog;

/// <summary>One event, as programs see it: the same in the interface and in a webhook.</summary>
/// <param name="Id">Its place in the log. Ids rise without gaps; an event that comes twice has the same id.</param>
/// <param name="Type">One of <see cref="EventNames"/>.</param>
/// <param name="At">When it happened, on the store's clock.</param>
/// <param name="Campaign">The campaign's slug.</param>
public sealed record EventView(long Id, string Type, DateTimeOffset At, string Campaign)
{
    /// <summary>The coupon; only of its own events.</summary>
    public EventCoupon? Coupon { get; init; }

    /// <summary>Of a revoked coupon: its unit went on sale again.</summary>
    public bool? UnitReturned { get; init; }

    /// <summary>The use, of a redeemed coupon and of one whose use was rolled back.</summary>
    public EventRedemption? Redemption { get; init; }

    /// <summary>What was done to the campaign, and how it stands since.</summary>
    public EventChange? Change { get; init; }

    /// <summary>The same for somebody who sees codes whole, or masked.</summary>
    public EventView SeenBy(bool seesCodes) => seesCodes || Coupon is null ? this : this with { Coupon = Coupon with { Code = CodeMask.Of(Coupon.Code)! } };
}

/// <summary>The coupon that an event is about, with its holder of now: an erased member has a made-up name in older events, too.</summary>
/// <param name="Number">In its campaign.</param>
/// <param name="ValidUntil">Its last moment.</param>
public sealed record EventCoupon(int Number, string Code, string MemberId, DateTimeOffset ValidUntil);

/// <summary>A page of the log, oldest first.</summary>
/// <param name="Items">At most the asked-for limit.</param>
/// <param name="Next">Pass as <c>after</c> for what comes next; the same as asked for while there is nothing new.</param>
public sealed record EventPage(IReadOnlyList<EventView> Items, long Next);
