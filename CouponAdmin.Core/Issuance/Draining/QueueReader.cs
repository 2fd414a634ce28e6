using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>A claim that waits in the queue.</summary>
internal readonly record struct QueuedClaim(string Member, long Ticket);

/// <summary>Reads the queue above a ticket, in order.</summary>
/// <remarks>Slices are closed on both sides: an open-ended range walks the whole set on the embedded server, and blocks admission meanwhile.</remarks>
internal sealed class QueueReader(StoreConnections store)
{
    private static readonly TimeSpan FirstSlice = TimeSpan.FromMilliseconds(10);

    /// <summary>Gives at most <paramref name="take"/> claims with <paramref name="above"/> &lt; ticket ≤ <paramref name="last"/>.</summary>
    /// <param name="last">A ticket that the queue holds: all up to it were written before it was read, as tickets only rise.</param>
    public async Task<List<QueuedClaim>> ReadAsync(Guid campaign, long above, long last, int take)
    {
        RedisKey queue = new CampaignKeys(campaign).Queue;
        List<QueuedClaim> claims = [];
        long span = FirstSlice.Ticks / TimeSpan.TicksPerMicrosecond;
        while (above < last && claims.Count < take)
        {
            long to = Math.Min(above + span, last);
            SortedSetEntry[] slice = await store.Draining.SortedSetRangeByScoreWithScoresAsync(
                queue, above, to, Exclude.Start, Order.Ascending, skip: 0, take - claims.Count, CommandFlags.DemandMaster);
            claims.AddRange(slice.Select(entry => new QueuedClaim(entry.Element!, (long)entry.Score)));
            above = to;
            span *= 2;
        }

        return claims;
    }
}
