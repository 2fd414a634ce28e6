using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance;

/// <summary>How long the oldest queued claim of a campaign has been waiting.</summary>
public sealed class OldestWaiting
{
    private readonly QueueReader _queue;

    internal OldestWaiting(QueueReader queue) => _queue = queue;

    /// <param name="campaign">The campaign's key.</param>
    /// <param name="watermark">The database's.</param>
    /// <param name="counts">Read just now: its last ticket bounds the look, its clock gives the age.</param>
    public async Task<TimeSpan> ReadAsync(Guid campaign, long watermark, CampaignCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        List<QueuedClaim> first = await _queue.ReadAsync(campaign, watermark, counts.LastTicket, take: 1);
        TimeSpan age = first.Count == 0 ? TimeSpan.Zero : counts.Now - new StoreTime(first[0].Ticket);
        return age < TimeSpan.Zero ? TimeSpan.Zero : age;
    }
}
