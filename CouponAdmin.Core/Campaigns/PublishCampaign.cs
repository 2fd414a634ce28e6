using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Shows a draft to members and warms the store, so that the first claim waits for nothing. A window that has begun opens at once.</summary>
public sealed class PublishCampaign(CampaignChange change, CampaignCatalogue catalogue, ICampaignWarmer warmer, CampaignDirectory directory, StoreConnections store)
{
    /// <summary>Refused with <see cref="RefusalKind.WrongState"/> unless it is a draft whose window isn't over, with <see cref="RefusalKind.InvalidInput"/> for fewer codes than units.</summary>
    public async Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, Actor by, CancellationToken cancellationToken)
    {
        Campaign? published = null;
        Result<CampaignView> result = await change.RunAsync(seen, by, AuditAction.PublishCampaign, null, (campaign, now) =>
        {
            if (campaign.IsPublished || campaign.IsArchived)
            {
                return ValueTask.FromResult<Refusal?>(CampaignChange.WrongState(campaign.StateAt(now, remaining: null), "published"));
            }

            if (now >= campaign.ClosesAt)
            {
                return ValueTask.FromResult<Refusal?>(new Refusal(RefusalKind.WrongState, "The window of this campaign is over; edit it first."));
            }

            if (PoolBound.RefusalOf(campaign, "quantity", campaign.Quantity, campaign.Returned) is { } tooFew)
            {
                return ValueTask.FromResult<Refusal?>(tooFew);
            }

            campaign.IsPublished = true;
            published = campaign;
            return ValueTask.FromResult<Refusal?>(null);
        }, cancellationToken);
        if (result.Value is null)
        {
            return result;
        }

        directory.Forget(seen.Slug);
        bool isInForce = await TryWarmAsync(published!.Id);
        return Result<CampaignView>.Saved(await catalogue.ViewAsync(published), isInForce);
    }

    // Published whatever the store says: the books check warms it as soon as the store answers, or else the first claim.
    private async Task<bool> TryWarmAsync(long campaignId)
    {
        try
        {
            await warmer.WarmAsync(campaignId, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            store.AskForCheck();
            return false;
        }
    }
}
