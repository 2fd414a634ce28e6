using System.ComponentModel.DataAnnotations;
using CouponAdmin.Core.Audit;

namespace CouponAdmin.Core.Campaigns;

/// <summary>What an operator types when creating or editing a campaign. Null is "not given".</summary>
/// <remarks><see cref="CampaignDraftRules"/> says what is wrong.</remarks>
public sealed record CampaignDraft : IAuditChange
{
    /// <summary>1–64 of a–z, 0–9 and single hyphens; names the campaign in addresses, fixed once published.</summary>
    [Required]
    public string? Slug { get; set; }

    /// <summary>1–100 characters.</summary>
    [Required]
    public string? Name { get; set; }

    /// <summary>Up to 2,000 characters, shown on the claim page.</summary>
    public string? Description { get; set; }

    /// <summary>How many coupons there are.</summary>
    [Required]
    public int? Quantity { get; set; }

    [Required]
    public DateTimeOffset? OpensAt { get; set; }

    /// <summary>After the opening, and in the future.</summary>
    [Required]
    public DateTimeOffset? ClosesAt { get; set; }

    [Required]
    public BenefitDraft? Benefit { get; set; }

    /// <summary>1–3,650 days from the moment of issue.</summary>
    [Required]
    public int? CouponValidDays { get; set; }

    /// <summary>Seconds, 1–86,400; null: the system's setting.</summary>
    public int? QueueTtlSeconds { get; set; }

    /// <summary><c>honour</c> or <c>expire</c>; null: <c>honour</c>.</summary>
    public QueueTtlPolicy? QueueTtlPolicy { get; set; }

    /// <summary>For whom the offer is, up to 200 characters: shown to whoever may not claim. Null: the product's own words.</summary>
    public string? EligibleText { get; set; }
}

/// <summary>What a coupon is worth, as typed. Amounts are whole numbers of the currency's smallest unit.</summary>
public sealed record BenefitDraft
{
    [Required]
    public BenefitKind? Kind { get; set; }

    /// <summary>Percent: 1–100. Amount: from 1 smallest unit of the currency. Left out for free text.</summary>
    public long? Value { get; set; }

    /// <summary>ISO 4217; needed where an amount stands: the value of an amount, the maximum, the minimum order.</summary>
    public string? Currency { get; set; }

    /// <summary>The most that a percentage takes off; left out for the other kinds.</summary>
    public long? Maximum { get; set; }

    /// <summary>Orders below this amount can't use the coupon.</summary>
    public long? MinimumOrder { get; set; }

    /// <summary>What the member gets, 1–200 characters; for free text alone.</summary>
    public string? Text { get; set; }

    /// <summary>Terms of use, up to 2,000 characters, shown on the claim page and with the coupon.</summary>
    public string? Terms { get; set; }
}
