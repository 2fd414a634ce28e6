using System.Collections.Concurrent;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Draining;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>One batcher per campaign, made at its first claim.</summary>
internal sealed class ClaimBatchers(AdmissionScript script, DrainSignal drain, SoldOutMemory soldOut, ShadowEntrance shadow, IssuanceOptions options, TimeProvider time, ILogger<ClaimBatcher> log)
{
    private readonly ConcurrentDictionary<Guid, Lazy<ClaimBatcher>> _batchers = new();

    public ClaimBatcher Of(CampaignRef campaign) => _batchers.GetOrAdd(campaign.Key, _ => new Lazy<ClaimBatcher>(
        () => new ClaimBatcher(campaign.Key, script, options.ClaimBatchSize, () => drain.Wake(campaign.Id), () => soldOut.Want(campaign.Key), time, log,
            campaign.IsShadow ? shadow.Sent : null))).Value;

    /// <summary>The campaign is gone, a rehearsal's.</summary>
    public void Drop(Guid campaign) => _batchers.TryRemove(campaign, out _);
}
