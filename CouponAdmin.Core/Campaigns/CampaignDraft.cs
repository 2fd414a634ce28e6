using CouponAdmin.Core.Audit;

namespace CouponAdmin.Core.Campaigns;

/// <summary>What an operator types when creating or editing a campaign. Null is "not given"; <see cref="CampaignDraftRules"/> says what is wrong.</summary>
public sealed record CampaignDraft : IAuditChange
{
    /// <summary>1–64 of a–z, 0–9 and single hyphens; names the campaign in addresses, fixed once published.</summary>
    public string? Slug { get; set; }

    /// <summary>1–100 characters.</summary>
    public string? Name { get; set; }

    /// <summary>Up to 2,000 characters, shown on the claim page.</summary>
    public string? Description { get; set; }

    /// <summary>1–<see cref="CampaignDraftRules.QuantityMax"/> coupons.</summary>
    public int? Quantity { get; set; }

    public DateTimeOffset? OpensAt { get; set; }

    /// <summary>After <see cref="OpensAt"/>, and in the future.</summary>
    public DateTimeOffset? ClosesAt { get; set; }

    public BenefitDraft? Benefit { get; set; }

    /// <summary>1–3,650 days from the moment of issue.</summary>
    public int? CouponValidDays { get; set; }

    /// <summary>Seconds, 1–86,400; null: the system's setting.</summary>
    public int? QueueTtlSeconds { get; set; }

    /// <summary><c>honour</c> (default) or <c>expire</c>.</summary>
    public QueueTtlPolicy QueueTtlPolicy { get; set; }
}

/// <summary>What a coupon is worth, as typed.</summary>
public sealed record BenefitDraft
{
    public BenefitKind? Kind { get; set; }

    /// <summary>Percent: 1–100. Amount: 1–<see cref="CampaignDraftRules.AmountMax"/> whole units.</summary>
    public int? Value { get; set; }

    /// <summary>ISO 4217; needed for an amount, left out for a percentage.</summary>
    public string? Currency { get; set; }
}
