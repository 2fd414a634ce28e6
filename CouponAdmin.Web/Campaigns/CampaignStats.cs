using CouponAdmin.Core.LiveFeed;

namespace CouponAdmin.Web.Campaigns;

/// <summary>A campaign's live numbers as programs read them.</summary>
/// <param name="Admitted">Tickets given.</param>
/// <param name="OldestWaitingMs">Milliseconds that the oldest queued claim has been waiting; 0 when none waits.</param>
/// <param name="Drainer">Which instance drains; null when there was nothing to drain lately.</param>
/// <param name="StoreTime">The store's clock when this was read.</param>
internal sealed record CampaignStats(
    int Quantity, int Admitted, int Issued, int QueueDepth, long OldestWaitingMs, int Remaining, string? Drainer, DateTimeOffset StoreTime)
{
    public static CampaignStats Of(CampaignPulse pulse) => new(
        pulse.Quantity, pulse.Admitted, pulse.Issued, pulse.QueueDepth, (long)pulse.OldestWaiting.TotalMilliseconds, pulse.Remaining, pulse.Drainer, pulse.StoreTime);
}
