using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Campaigns;

/// <summary>A campaign's numbers in the store, all of one moment.</summary>
/// <param name="Now">The store's clock.</param>
/// <param name="FactsVersion">0 when the campaign's facts aren't in the store.</param>
/// <param name="Quantity">Units, by the facts.</param>
/// <param name="Void">Tickets that hold no unit, by the facts.</param>
/// <param name="Admitted">Tickets given.</param>
/// <param name="LastTicket">0 when none was given.</param>
/// <param name="Watermark">The copy of the database's.</param>
/// <param name="Recorded">The copy of the database's count of rows.</param>
/// <param name="Drainer">Who holds the drain lease; null when nobody does.</param>
public sealed record CampaignCounts(
    StoreTime Now, long FactsVersion, int Quantity, int Void, int Admitted, long LastTicket, long Watermark, int Recorded, string? Drainer)
{
    /// <summary>Units that nobody asked for yet.</summary>
    public int Remaining => Math.Max(0, Quantity + Void - Admitted);

    /// <summary>Tickets that have no row yet. Never below 0: after a restored database the copy runs ahead until draining caught up.</summary>
    public int QueueDepth => Math.Max(0, Admitted - Recorded);

    /// <summary>The facts are in the store, so the numbers speak.</summary>
    public bool IsWarm => FactsVersion > 0;
}
