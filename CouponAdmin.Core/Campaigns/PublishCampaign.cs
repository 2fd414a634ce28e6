using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using StackExchange.Redis;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Shows a draft to members and warms the store, so that the first claim waits for nothing. A window that has begun opens at once.</summary>
public sealed class PublishCampaign(CampaignChange change, CampaignCatalogue catalogue, ICampaignWarmer warmer, CampaignDirectory directory)
{
    /// <summary>Refused with <see cref="RefusalKind.WrongState"/> unless it is a draft whose window isn't over.</summary>
    public async Task<Result<CampaignView>> ExecuteAsync(string slug, Actor by, CancellationToken cancellationToken)
    {
        long campaignId = 0;
        Result<CampaignView> result = await change.RunAsync(slug, by, "publish-campaign", null, (campaign, now) =>
        {
            if (campaign.IsPublished || campaign.IsArchived)
            {
                return ValueTask.FromResult<Refusal?>(CampaignChange.WrongState(campaign.StateAt(now, remaining: null), "published"));
            }

            if (now >= campaign.ClosesAt)
            {
                return ValueTask.FromResult<Refusal?>(new Refusal(RefusalKind.WrongState, "The window of this campaign is over; edit it first."));
            }

            (campaign.IsPublished, campaignId) = (true, campaign.Id);
            return ValueTask.FromResult<Refusal?>(null);
        }, cancellationToken);
        if (result.Value is null)
        {
            return result;
        }

        directory.Forget(slug);
        try
        {
            await warmer.WarmAsync(campaignId, CancellationToken.None);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return new Refusal(RefusalKind.StoreUnavailable, "The campaign is published; the store doesn't answer, and the first claim after it does will warm it.");
        }

        return (await catalogue.FindAsync(slug, cancellationToken))!;
    }
}
