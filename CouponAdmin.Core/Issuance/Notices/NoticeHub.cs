using System.Collections.Concurrent;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Admitting;

namespace CouponAdmin.Core.Issuance.Notices;

/// <summary>Everybody of this instance who waits for a result, by campaign. One announcement is one query, whatever the number of waiters.</summary>
internal sealed class NoticeHub(ClaimRows rows, LostTickets lost, KnownTickets tickets)
{
    private readonly ConcurrentDictionary<Guid, CampaignWaiters> _campaigns = new();

    /// <summary>Open streams of this instance.</summary>
    public int WaiterCount => _campaigns.Values.Sum(c => c.Count);

    /// <summary>Registers a waiter. Register first, read the snapshot second: the other order can miss what is recorded in between.</summary>
    public NoticeWaiter Register(CampaignRef campaign, string member) =>
        _campaigns.GetOrAdd(campaign.Key, _ => new CampaignWaiters(campaign, rows, lost)).Add(member);

    /// <summary>Takes the news that everything up to a ticket is recorded. Returns at once; the look-up runs behind.</summary>
    public void Announce(Guid campaign, long watermark, int recorded)
    {
        tickets.Raise(campaign, watermark);
        if (_campaigns.TryGetValue(campaign, out CampaignWaiters? waiters))
        {
            waiters.Announce(watermark, recorded);
        }
    }

    /// <summary>Tells all waiters how far the recording is; at most once a second.</summary>
    public void TellProgress()
    {
        foreach (CampaignWaiters waiters in _campaigns.Values)
        {
            waiters.TellProgress();
        }
    }

    /// <summary>Looks every waiter's row up: news that were lost must not leave anybody untold.</summary>
    public async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        foreach (CampaignWaiters waiters in _campaigns.Values)
        {
            await waiters.LookAgainAsync(cancellationToken);
        }
    }
}
