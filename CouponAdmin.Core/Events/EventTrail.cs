using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Events;

/// <summary>Writes what programs are to be told, in the caller's transaction: a change without its event, or the reverse, can't be committed.</summary>
public static class EventTrail
{
    /// <summary>Adds a coupon's event to the context; the caller saves.</summary>
    /// <param name="db">The context of the transaction that makes the change.</param>
    /// <param name="kind">What happens.</param>
    /// <param name="campaignId">The coupon's campaign.</param>
    /// <param name="ticket">The coupon.</param>
    /// <param name="issued">The coupon number up to which coupons are issued: the campaign's under its lock, else the coupon's own.</param>
    /// <param name="at">The store's clock.</param>
    /// <param name="detail">What else is told.</param>
    public static void Write(CouponDbContext db, EventKind kind, long campaignId, long ticket, int issued, StoreTime at, EventDetail? detail = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        db.Add(new CouponEvent { Kind = kind, CampaignId = campaignId, Ticket = ticket, Issued = issued, At = at, Detail = detail?.ToJson() });
    }

    /// <summary>Adds a campaign's event to the context; the caller holds the campaign's lock and saves.</summary>
    public static void Write(CouponDbContext db, EventKind kind, long campaignId, int issued, StoreTime at, EventDetail detail)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(detail);
        db.Add(new CouponEvent { Kind = kind, CampaignId = campaignId, Issued = issued, At = at, Detail = detail.ToJson() });
    }
}
