using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Puts a campaign's row and the store's numbers together for people and programs.</summary>
internal static class CampaignViews
{
    /// <param name="campaign">The row.</param>
    /// <param name="counts">The store's numbers; null when the campaign isn't there or the store doesn't answer.</param>
    /// <param name="now">The store's clock.</param>
    public static CampaignView Of(Campaign campaign, CampaignCounts? counts, StoreTime now)
    {
        StoreTime at = counts?.Now ?? now;
        int? remaining = RemainingOf(campaign, counts);
        long lastTicket = counts is { IsWarm: true } ? counts.LastTicket : campaign.Watermark;
        return new CampaignView(
            campaign.Slug, campaign.Name, campaign.Description, campaign.StateAt(at, remaining), campaign.Quantity, remaining,
            campaign.OpensAt.ToDateTimeOffset(), campaign.ClosesAt.ToDateTimeOffset(), campaign.Benefit, campaign.CouponValidDays,
            (int?)campaign.QueueTtl?.TotalSeconds, campaign.QueueTtlPolicy, campaign.CreatedAt.ToDateTimeOffset(), at.ToDateTimeOffset())
        {
            AsksProof = campaign.AsksProof,
            Eligibility = campaign.MemberListKey is null ? Eligibility.Everyone : Eligibility.MemberList,
            EligibleText = campaign.EligibleText,
            ListedMembers = campaign.MemberListSize,
            PoolCodes = campaign.PoolSize,
            IsPaused = campaign.IsPaused,
            UpdatedAt = (campaign.ChangedAt ?? campaign.CreatedAt).ToDateTimeOffset(),
            Version = VersionOf(campaign),
            SoldOutAt = remaining == 0 && lastTicket > 0 ? new StoreTime(lastTicket).ToDateTimeOffset() : null,
        };
    }

    /// <summary>The version that <see cref="CampaignView.Version"/> shows.</summary>
    public static string VersionOf(Campaign c) => Fingerprint.Of(
        c.Slug, c.Name, c.Description, c.Quantity, c.OpensAt.Microseconds, c.ClosesAt.Microseconds, c.BenefitKind, c.BenefitValue, c.BenefitCurrency,
        c.BenefitMaximum, c.BenefitMinimumOrder, c.BenefitText, c.BenefitTerms,
        c.CouponValidDays, c.QueueTtl?.Ticks, c.QueueTtlPolicy, c.IsPublished, c.IsPaused, c.IsClosed, c.IsArchived, c.AsksProof, c.MemberListKey, c.EligibleText, c.PoolSize);

    private static int? RemainingOf(Campaign campaign, CampaignCounts? counts) => (campaign, counts) switch
    {
        ({ IsPublished: false }, _) => null,
        ({ SealedAt: not null }, _) => Math.Max(0, campaign.Quantity + campaign.Voided - campaign.Recorded),
        (_, { IsWarm: true }) => counts.Remaining,
        _ => null,
    };
}
