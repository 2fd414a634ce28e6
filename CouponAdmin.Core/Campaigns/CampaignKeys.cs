using System.Globalization;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Campaigns;

/// <summary>The store's keys of one campaign, all with one hash tag, so that a script over them runs on one shard. Nothing else names a key.</summary>
/// <param name="Campaign"><see cref="Campaign.Key"/>: random, never the row's id.</param>
public readonly record struct CampaignKeys(Guid Campaign)
{
    /// <summary>HASH: version, quantity, void, opens_us, closes_us, paused, closed, floor, on_sale_us, list, list_size.</summary>
    public RedisKey Facts => $"coupon:{{{Campaign:N}}}:facts";

    /// <summary>ZSET: member → ticket, every admitted claim; append-only.</summary>
    public RedisKey Queue => $"coupon:{{{Campaign:N}}}:queue";

    /// <summary>HASH: watermark and recorded, copied from the database; settles_us and settles_run after a fail-over.</summary>
    public RedisKey Progress => $"coupon:{{{Campaign:N}}}:progress";

    /// <summary>SET: who may claim, by the list of that name; written whole before the facts name it, and never changed while they do.</summary>
    public RedisKey Members(string list) => $"coupon:{{{Campaign:N}}}:members:{list}";

    /// <summary>STRING with expiry: who drains now.</summary>
    public RedisKey Drainer => $"coupon:{{{Campaign:N}}}:drainer";

    /// <summary>HASH: answers by second and kind, of the minute that holds this moment; for charts only.</summary>
    public RedisKey Tally(StoreTime moment) => string.Create(
        CultureInfo.InvariantCulture, $"coupon:{{{Campaign:N}}}:tally:{MinuteOf(moment).Microseconds / 60_000_000}");

    /// <summary>ZSET: network address → claims from it, the busiest alone; for the operator's eyes only.</summary>
    public RedisKey Addresses => $"coupon:{{{Campaign:N}}}:addresses";

    /// <summary>The minute that holds this moment.</summary>
    public static StoreTime MinuteOf(StoreTime moment) => new(moment.Microseconds - (moment.Microseconds % 60_000_000));

    /// <summary>Channel of all campaigns: "recorded up to T".</summary>
    public static readonly RedisChannel Recorded = RedisChannel.Literal("coupon:recorded");

    /// <summary>Channel of all campaigns: "another server is the master of this one".</summary>
    public static readonly RedisChannel FailedOver = RedisChannel.Literal("coupon:failed-over");

    /// <summary>The instance that a lease of draining names; null for none, and for one that was handed over ("-owner") and not taken yet.</summary>
    public static string? HolderOf(string? lease) => string.IsNullOrEmpty(lease) || lease[0] == '-' ? null : lease;

    /// <summary>Channel of one instance: "claims wait in a campaign whose lease you hold".</summary>
    public static RedisChannel DrainCalls(string instance) => RedisChannel.Literal($"coupon:drain:{instance}");
}
