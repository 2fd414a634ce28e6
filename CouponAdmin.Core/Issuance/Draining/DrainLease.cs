using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Says which instance drains a campaign: saves double work and is shown to operators. Nothing depends on it.</summary>
internal sealed class DrainLease(StoreConnections store, IssuanceOptions options)
{
    private static readonly RedisScript Hold = RedisScript.Load("hold_lease-1");

    /// <summary>This instance, as people read it.</summary>
    public string Owner { get; } = InstanceName.Value;

    /// <summary>Takes or prolongs the lease; false while another instance holds it.</summary>
    public async Task<bool> HoldAsync(Guid campaign) =>
        (string?)await Hold.RunAsync(store.Draining, [new CampaignKeys(campaign).Drainer], Owner, (long)options.DrainLease.TotalMilliseconds) == Owner;
}
