using System.Collections.Concurrent;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>Which member list each campaign's facts named when this instance last looked: a script must be given its keys before it reads the facts.</summary>
/// <remarks>Never believed: the script compares it with the facts, and judges nobody where they differ.</remarks>
internal sealed class KnownLists(StoreConnections store)
{
    private readonly ConcurrentDictionary<Guid, string> _names = new();

    /// <summary>The name; empty when no list is known of.</summary>
    public string Of(Guid campaign) => _names.GetValueOrDefault(campaign, "");

    /// <summary>Reads the name that the facts have now.</summary>
    /// <exception cref="RedisException">The store doesn't answer.</exception>
    public async Task LearnAsync(Guid campaign) =>
        _names[campaign] = (await store.Claims.HashGetAsync(new CampaignKeys(campaign).Facts, "list", CommandFlags.DemandMaster)).ToString();
}
