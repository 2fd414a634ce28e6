using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Stops admission until resumed. Draining goes on: whoever has a ticket gets the result.</summary>
public sealed class PauseCampaign(CampaignChange change)
{
    /// <summary>Refused with <see cref="RefusalKind.WrongState"/> unless the campaign is published and not over. Pausing what is paused changes nothing.</summary>
    public Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(seen, by, AuditAction.PauseCampaign, null, (campaign, now) =>
        {
            CampaignState state = campaign.StateAt(now, remaining: null);
            if (state is CampaignState.Draft or CampaignState.Closed or CampaignState.Archived)
            {
                return ValueTask.FromResult<Refusal?>(CampaignChange.WrongState(state, "paused"));
            }

            campaign.IsPaused = true;
            return ValueTask.FromResult<Refusal?>(null);
        }, cancellationToken);
}
