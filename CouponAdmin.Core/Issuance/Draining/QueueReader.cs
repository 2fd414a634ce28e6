using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>A claim that waits in the queue.</summary>
internal readonly record struct QueuedClaim(string Member, long Ticket);

/// <summary>Reads the queue above a ticket, in order.</summary>
/// <remarks>
/// Slices are closed on both sides and narrow: on the embedded server a range costs what it holds, whatever its limit says
/// (100,000 claims behind LIMIT 1: up to 37 ms), and admission waits meanwhile. Counting a range is cheap on both servers.
/// </remarks>
internal sealed class QueueReader(StoreConnections store)
{
    /// <summary>A slice that holds more than this is made narrower before it is read.</summary>
    public const int SliceClaimsMax = 4_000;

    private const long FirstSliceUs = 10_000;

    /// <summary>Gives at most <paramref name="take"/> claims with <paramref name="above"/> &lt; ticket ≤ <paramref name="last"/>.</summary>
    /// <param name="last">A ticket that the queue holds: all up to it were written before it was read, as tickets only rise.</param>
    public async Task<List<QueuedClaim>> ReadAsync(Guid campaign, long above, long last, int take)
    {
        RedisKey queue = new CampaignKeys(campaign).Queue;
        List<QueuedClaim> claims = [];
        long span = FirstSliceUs;
        while (above < last && claims.Count < take)
        {
            span = await NarrowAsync(queue, above, span);
            long to = Math.Min(above + span, last);
            SortedSetEntry[] slice = await store.Draining.SortedSetRangeByScoreWithScoresAsync(
                queue, above, to, Exclude.Start, Order.Ascending, skip: 0, take - claims.Count, CommandFlags.DemandMaster);
            claims.AddRange(slice.Select(entry => new QueuedClaim(entry.Element!, (long)entry.Score)));
            above = to;
            span *= 2;
        }

        return claims;
    }

    private async Task<long> NarrowAsync(RedisKey queue, long above, long span)
    {
        while (span > FirstSliceUs
            && await store.Draining.SortedSetLengthAsync(queue, above, above + span, Exclude.Start, CommandFlags.DemandMaster) > SliceClaimsMax)
        {
            span /= 2;
        }

        return span;
    }
}
