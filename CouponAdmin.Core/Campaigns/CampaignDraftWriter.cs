using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Carries a checked draft over to the campaign's row.</summary>
internal static class CampaignDraftWriter
{
    /// <param name="draft">A draft without broken rules (<see cref="CampaignDraftRules.Check"/>).</param>
    /// <param name="campaign">The row; its books and flags stay as they are.</param>
    public static void Apply(CampaignDraft draft, Campaign campaign)
    {
        campaign.Slug = draft.Slug!;
        campaign.Name = draft.Name!.Trim();
        campaign.Description = draft.Description?.Trim() ?? "";
        campaign.Quantity = draft.Quantity!.Value;
        campaign.OpensAt = StoreTime.From(draft.OpensAt!.Value);
        campaign.ClosesAt = StoreTime.From(draft.ClosesAt!.Value);
        campaign.EligibleText = string.IsNullOrWhiteSpace(draft.EligibleText) ? null : draft.EligibleText.Trim();
        Apply(draft.Benefit!, campaign);
        campaign.CouponValidDays = draft.CouponValidDays!.Value;
        campaign.QueueTtl = draft.QueueTtlSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        campaign.QueueTtlPolicy = draft.QueueTtlPolicy ?? QueueTtlPolicy.Honour;
    }

    private static void Apply(BenefitDraft benefit, Campaign campaign)
    {
        campaign.BenefitKind = benefit.Kind!.Value;
        campaign.BenefitValue = benefit.Value ?? 0;
        campaign.BenefitCurrency = BenefitDraftRules.NeedsCurrency(benefit) ? benefit.Currency : null;
        campaign.BenefitMaximum = benefit.Maximum;
        campaign.BenefitMinimumOrder = benefit.MinimumOrder;
        campaign.BenefitText = benefit.Text?.Trim();
        campaign.BenefitTerms = string.IsNullOrWhiteSpace(benefit.Terms) ? null : benefit.Terms.Trim();
    }

    private static BenefitDraft Of(Benefit benefit) => new()
    {
        Kind = benefit.Kind,
        Value = benefit.Kind == BenefitKind.FreeText ? null : benefit.Value,
        Currency = benefit.Currency,
        Maximum = benefit.Maximum,
        MinimumOrder = benefit.MinimumOrder,
        Text = benefit.Text,
        Terms = benefit.Terms,
    };

    /// <summary>What the row says now, as a draft: for showing what an edit changed.</summary>
    public static CampaignDraft Of(Campaign campaign) => new()
    {
        Slug = campaign.Slug,
        Name = campaign.Name,
        Description = campaign.Description,
        Quantity = campaign.Quantity,
        OpensAt = campaign.OpensAt.ToDateTimeOffset(),
        ClosesAt = campaign.ClosesAt.ToDateTimeOffset(),
        Benefit = Of(campaign.Benefit),
        CouponValidDays = campaign.CouponValidDays,
        QueueTtlSeconds = (int?)campaign.QueueTtl?.TotalSeconds,
        QueueTtlPolicy = campaign.QueueTtlPolicy,
        EligibleText = campaign.EligibleText,
    };
}
