using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Asks every claim of a campaign for the answer to a challenge, or stops asking: against scripts, also in mid-sale. Tickets already given stand.</summary>
public sealed class SwitchChallenge(CampaignChange change, ChallengedCampaigns challenged)
{
    /// <summary>
    /// Refused with <see cref="RefusalKind.InvalidInput"/> when <paramref name="asksProof"/> isn't given, and with <see cref="RefusalKind.WrongState"/>
    /// unless the campaign is published and not over. This instance asks at once, the others within a second.
    /// </summary>
    public async Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, bool? asksProof, Actor by, CancellationToken cancellationToken)
    {
        if (asksProof is not { } asks)
        {
            return Refusal.Invalid([new FieldProblem("asksProof", FieldRule.Required)]);
        }

        Result<CampaignView> result = await change.RunAsync(seen, by, AuditAction.SwitchChallenge, null, (campaign, now) =>
        {
            CampaignState state = campaign.StateAt(now, remaining: null);
            if (state is CampaignState.Draft or CampaignState.Closed or CampaignState.Archived)
            {
                return ValueTask.FromResult<Refusal?>(CampaignChange.WrongState(state, "given a challenge"));
            }

            campaign.AsksProof = asks;
            return ValueTask.FromResult<Refusal?>(null);
        }, cancellationToken);
        if (result.Value is not { } view)
        {
            return result;
        }

        // The store has no part in it; every instance reads the switch from the database once a second.
        return Result<CampaignView>.Saved(view, await challenged.TryRenewAsync());
    }
}
