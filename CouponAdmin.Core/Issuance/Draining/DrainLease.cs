using System.Collections.Concurrent;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Says which instance drains a campaign: saves double work and is shown to operators. Nothing depends on it.</summary>
internal sealed class DrainLease(StoreConnections store, IssuanceOptions options)
{
    private static readonly RedisScript Hold = RedisScript.Load("hold_lease-1");
    private static readonly RedisScript Release = RedisScript.Load("release_lease-1");
    private readonly ConcurrentDictionary<Guid, bool> _held = new();

    /// <summary>This instance, as people read it.</summary>
    public string Owner { get; } = InstanceName.Value;

    /// <summary>Takes or prolongs the lease; false while another instance holds it.</summary>
    public async Task<bool> HoldAsync(Guid campaign)
    {
        bool isOurs = (string?)await Hold.RunAsync(store.Draining, [new CampaignKeys(campaign).Drainer], Owner, (long)options.DrainLease.TotalMilliseconds) == Owner;
        if (isOurs)
        {
            _held[campaign] = true;
        }

        return isOurs;
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
