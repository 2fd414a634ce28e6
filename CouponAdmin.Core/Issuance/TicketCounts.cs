using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance;

/// <summary>Tickets by buckets of time, at one moment of the store.</summary>
/// <param name="Now">The store's clock.</param>
/// <param name="Given">All tickets.</param>
/// <param name="GivenSince">Of them, those after the last bucket's end.</param>
/// <param name="Buckets">Tickets of each bucket that is over, in order.</param>
internal sealed record TicketCount(StoreTime Now, long Given, long GivenSince, IReadOnlyList<long> Buckets);

/// <summary>Counts the queue's tickets by buckets of time. The queue keeps every ticket, so it tells the admissions of any past moment too.</summary>
internal sealed class TicketCounts(StoreConnections store)
{
    /// <summary>Buckets of one reading.</summary>
    public const int BucketsMax = 120;

    private static readonly RedisScript Count = RedisScript.Load("count_tickets-1");

    /// <param name="campaign">Its key.</param>
    /// <param name="from">Where the first bucket begins.</param>
    /// <param name="width">How long each is.</param>
    public async Task<TicketCount> ReadAsync(Guid campaign, StoreTime from, TimeSpan width)
    {
        long[] n = (long[])(await Count.RunAsync(
            store.Draining, [new CampaignKeys(campaign).Queue], from.Microseconds, width.Ticks / TimeSpan.TicksPerMicrosecond, BucketsMax))!;
        return new TicketCount(new StoreTime(n[0]), n[1], n[2], n[3..]);
    }
}
