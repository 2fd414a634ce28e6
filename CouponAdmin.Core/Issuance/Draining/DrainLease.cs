using System.Collections.Concurrent;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Says which instance drains a campaign: saves double work and is shown to operators. Nothing depends on it.</summary>
/// <remarks>
/// Whoever may not drain calls the instance that does: a claim wakes the drainer of its own instance only, and would wait for the holder's next tick.
/// A call that is lost costs that tick, one to a holder that died the rest of its lease.
/// </remarks>
internal sealed class DrainLease(StoreConnections store, DrainSignal signal, IssuanceOptions options)
{
    private static readonly RedisScript Hold = RedisScript.Load("hold_lease-1");
    private static readonly RedisScript Release = RedisScript.Load("release_lease-1");
    private readonly ConcurrentDictionary<Guid, bool> _held = new();

    /// <summary>This instance, as people read it.</summary>
    public string Owner { get; init; } = InstanceName.Value;

    /// <summary>Takes or prolongs the lease. While another instance holds it: false, and that one is told that claims wait.</summary>
    /// <remarks>A store that refuses the write (too few replicas, memory full) doesn't stop draining: two drainers cost work, none costs the members' results.</remarks>
    public async Task<bool> HoldOrCallAsync(Campaign campaign)
    {
        string holder;
        try
        {
            holder = await HoldAsync(campaign.Key);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return true;
        }

        if (holder == Owner)
        {
            return true;
        }

        await store.Draining.PublishAsync(CampaignKeys.DrainCalls(holder), campaign.Id, CommandFlags.FireAndForget);
        return false;
    }

    /// <summary>Takes or prolongs the lease; gives who holds it then.</summary>
    public async Task<string> HoldAsync(Guid campaign)
    {
        string holder = (string)(await Hold.RunAsync(store.Draining, [new CampaignKeys(campaign).Drainer], Owner, (long)options.DrainLease.TotalMilliseconds))!;
        if (holder == Owner)
        {
            _held[campaign] = true;
        }

        return holder;
    }

    /// <summary>Wakes this process's drainer whenever another instance calls.</summary>
    public Task ListenAsync() => store.Subscriptions.SubscribeAsync(CampaignKeys.DrainCalls(Owner), (_, message) =>
    {
        if (message.TryParse(out long campaignId))
        {
            signal.Wake(campaignId);
        }
    });

    /// <summary>Gives every lease back, so that another instance goes on at once instead of after the expiry.</summary>
    public async Task ReleaseAsync()
    {
        foreach (Guid campaign in _held.Keys)
        {
            await Release.RunAsync(store.Draining, [new CampaignKeys(campaign).Drainer], Owner);
        }

        _held.Clear();
    }
}
