using System.Collections.Concurrent;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Says which instance drains a campaign: saves double work and is shown to operators. Nothing depends on it.</summary>
/// <remarks>
/// Whoever may not drain calls the instance that does: a claim wakes the drainer of its own instance only, and would wait for the holder's next tick.
/// A call that is lost costs that tick, one to a holder that died the rest of its lease: this instance looks again when it ends.
/// </remarks>
internal sealed class DrainLease(StoreConnections store, DrainSignal signal, IssuanceOptions options, TimeProvider time)
{
    /// <summary>A timer may end a little early by the store's clock.</summary>
    private static readonly TimeSpan TimerMargin = TimeSpan.FromMilliseconds(20);

    private static readonly RedisScript Hold = RedisScript.Load("hold_lease-1");
    private static readonly RedisScript Release = RedisScript.Load("release_lease-1");
    private static readonly RedisScript HandOver = RedisScript.Load("hand_over_lease-1");
    private readonly ConcurrentDictionary<Guid, bool> _held = new();
    private readonly ConcurrentDictionary<long, bool> _awaited = new();

    /// <summary>This instance, as people read it.</summary>
    public string Owner { get; init; } = InstanceName.Value;

    /// <summary>Takes or prolongs the lease. While another instance holds it: false, and that one is told that claims wait.</summary>
    /// <remarks>A store that refuses the write (too few replicas, memory full) doesn't stop draining: two drainers cost work, none costs the members' results.</remarks>
    public async Task<bool> HoldOrCallAsync(Campaign campaign)
    {
        (string Owner, TimeSpan Left) lease;
        try
        {
            lease = await TakeAsync(campaign.Key);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return true;
        }

        if (lease.Owner == Owner)
        {
            return true;
        }

        _ = LookAgainAsync(campaign.Id, lease.Left);
        await store.Draining.PublishAsync(CampaignKeys.DrainCalls(lease.Owner), campaign.Id, CommandFlags.FireAndForget);
        return false;
    }

    /// <summary>Takes or prolongs the lease; gives who holds it then.</summary>
    public async Task<string> HoldAsync(Guid campaign) => (await TakeAsync(campaign)).Owner;

    /// <summary>Takes the lease from whoever has it, for another instance to go on; gives the former holder, null where there was none.</summary>
    /// <exception cref="RedisException">The store doesn't answer.</exception>
    public async Task<string?> HandOverAsync(Guid campaign)
    {
        string former = (string)(await HandOver.RunAsync(store.Draining, [new CampaignKeys(campaign).Drainer], (long)options.DrainLease.TotalMilliseconds))!;
        return former.Length > 0 ? former : null;
    }

    /// <summary>Wakes this process's drainer whenever another instance calls.</summary>
    public Task ListenAsync() => store.Subscriptions.SubscribeAsync(CampaignKeys.DrainCalls(Owner), (_, message) =>
    {
        if (message.TryParse(out long campaignId))
        {
            signal.Wake(campaignId);
        }
    });

    private async Task<(string Owner, TimeSpan Left)> TakeAsync(Guid campaign)
    {
        RedisResult[] lease = (RedisResult[])(await Hold.RunAsync(store.Draining, [new CampaignKeys(campaign).Drainer], Owner, (long)options.DrainLease.TotalMilliseconds))!;
        string owner = (string)lease[0]!;
        if (owner == Owner)
        {
            _held[campaign] = true;
        }

        return (owner, TimeSpan.FromMilliseconds(Math.Max(0, (long)lease[1])));
    }

    // A holder that lives has drained by then, and this look finds nothing; one that died has lost the lease. One look a campaign is under way at most.
    private async Task LookAgainAsync(long campaignId, TimeSpan left)
    {
        if (_awaited.TryAdd(campaignId, true))
        {
            await Task.Delay(left + TimerMargin, time);
            _awaited.TryRemove(campaignId, out _);
            signal.Wake(campaignId);
        }
    }

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
