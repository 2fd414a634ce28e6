using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>A claim that waits in the queue.</summary>
internal readonly record struct QueuedClaim(string Member, long Ticket);

/// <summary>Reads the queue above a ticket, in order.</summary>
/// <remarks>
/// Slices are closed on both sides and narrow: on the embedded server a range costs what it holds, whatever its limit says
/// (100,000 claims behind LIMIT 1: up to 37 ms), and admission waits meanwhile. The script looks for the right width.
/// </remarks>
internal sealed class QueueReader(StoreConnections store)
{
    /// <summary>A slice that holds more than this is made narrower before it is read.</summary>
    public const int SliceClaimsMax = 4_000;

    private const long FirstSliceUs = 10_000;

    private static readonly RedisScript Slice = RedisScript.Load("read_slice-1");

    /// <summary>Gives at most <paramref name="take"/> claims with <paramref name="above"/> &lt; ticket ≤ <paramref name="last"/>; one round trip unless more than a slice is asked for.</summary>
    /// <param name="last">A ticket that the queue holds: all up to it were written before it was read, as tickets only rise.</param>
    public async Task<List<QueuedClaim>> ReadAsync(Guid campaign, long above, long last, int take)
    {
        RedisKey queue = new CampaignKeys(campaign).Queue;
        List<QueuedClaim> claims = [];
        while (above < last && claims.Count < take)
        {
            RedisResult[] slice = (RedisResult[])(await Slice.RunAsync(store.Draining, [queue], above, last, take - claims.Count, SliceClaimsMax, FirstSliceUs))!;
            above = (long)slice[0];
            claims.AddRange(((RedisValue[])slice[1]!).Chunk(2).Select(pair => new QueuedClaim(pair[0]!, (long)(double)pair[1])));
        }

        return claims;
    }
}
