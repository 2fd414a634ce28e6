using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Puts a sale that is over out of sight, and back again. Nothing is deleted: coupons, history and audit stay.</summary>
public sealed class ArchiveCampaign(CampaignChange change, CampaignDirectory directory)
{
    /// <summary>Refused with <see cref="RefusalKind.WrongState"/> unless the campaign is closed: what still sells must be seen.</summary>
    public async Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, Actor by, CancellationToken cancellationToken)
    {
        Result<CampaignView> result = await change.RunAsync(seen, by, AuditAction.ArchiveCampaign, null, (campaign, now) =>
        {
            CampaignState state = campaign.StateAt(now, remaining: null);
            if (state != CampaignState.Closed)
            {
                return ValueTask.FromResult<Refusal?>(CampaignChange.WrongState(state, "archived"));
            }

            campaign.IsArchived = true;
            return ValueTask.FromResult<Refusal?>(null);
        }, cancellationToken);
        directory.Forget(seen.Slug);
        return InForce(result);
    }

    /// <summary>Shows it again, as the closed campaign that it is. Refused with <see cref="RefusalKind.WrongState"/> unless it is archived.</summary>
    public async Task<Result<CampaignView>> UndoAsync(CampaignSeen seen, Actor by, CancellationToken cancellationToken)
    {
        Result<CampaignView> result = await change.RunAsync(seen, by, AuditAction.UnarchiveCampaign, null, (campaign, now) =>
        {
            if (!campaign.IsArchived)
            {
                return ValueTask.FromResult<Refusal?>(CampaignChange.WrongState(campaign.StateAt(now, remaining: null), "taken out of the archive"));
            }

            campaign.IsArchived = false;
            return ValueTask.FromResult<Refusal?>(null);
        }, cancellationToken);
        directory.Forget(seen.Slug);
        return InForce(result);
    }

    // The store holds nothing of it.
    private static Result<CampaignView> InForce(Result<CampaignView> result) => result.Value is { } view ? view : result;
}
