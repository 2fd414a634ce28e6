using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Ends a sale for good. Claims that wait are still issued.</summary>
public sealed class CloseCampaign(CampaignChange change)
{
    /// <summary>Refused with <see cref="RefusalKind.WrongState"/> for a draft and for what is closed already.</summary>
    public Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, Actor by, CancellationToken cancellationToken) => ExecuteAsync(seen, reason: null, by, cancellationToken);

    /// <inheritdoc cref="ExecuteAsync(CampaignSeen, Actor, CancellationToken)"/>
    /// <remarks>The console asks for a reason, which the audit keeps; programs may leave it out.</remarks>
    public Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, string? reason, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(seen, by, AuditAction.CloseCampaign, reason, (campaign, now) =>
        {
            if (!campaign.IsPublished || campaign.IsClosed || campaign.IsArchived)
            {
                return ValueTask.FromResult<Refusal?>(CampaignChange.WrongState(campaign.StateAt(now, remaining: null), "closed"));
            }

            campaign.IsClosed = true;
            return ValueTask.FromResult<Refusal?>(null);
        }, cancellationToken);
}
