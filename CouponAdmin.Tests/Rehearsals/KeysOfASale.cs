using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Rehearsals;

/// <summary>Asks the store for every key that a campaign can have, by name: a shared store is never scanned.</summary>
internal static class KeysOfASale
{
    /// <summary>How many there are; of the tallies, those of the minutes up to <paramref name="now"/> in which a rehearsal may have run.</summary>
    public static Task<long> CountAsync(IDatabase store, Guid campaign, StoreTime now)
    {
        CampaignKeys keys = new(campaign);
        RedisKey[] all =
        [
            keys.Facts, keys.Queue, keys.Progress, keys.Drainer, keys.Addresses, keys.Members(""),
            .. Enumerable.Range(0, 6).Select(minutes => keys.Tally(now + -TimeSpan.FromMinutes(minutes))),
        ];
        return store.KeyExistsAsync(all);
    }
}
