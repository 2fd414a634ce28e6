using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Admits again after a pause.</summary>
public sealed class ResumeCampaign(CampaignChange change)
{
    /// <summary>Refused with <see cref="RefusalKind.WrongState"/> unless the campaign is published and not over. Resuming what runs changes nothing.</summary>
    public Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(seen, by, AuditAction.ResumeCampaign, null, (campaign, now) =>
        {
            CampaignState state = campaign.StateAt(now, remaining: null);
            if (state is CampaignState.Draft or CampaignState.Closed or CampaignState.Archived)
            {
                return ValueTask.FromResult<Refusal?>(CampaignChange.WrongState(state, "resumed"));
            }

            campaign.IsPaused = false;
            return ValueTask.FromResult<Refusal?>(null);
        }, cancellationToken);
}
