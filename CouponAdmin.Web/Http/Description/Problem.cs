using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Webhooks;

namespace CouponAdmin.Web.Http.Description;

/// <summary>Why a request was refused: problem details (RFC 9457). Programs go by <c>code</c>; texts are for people.</summary>
/// <remarks>For the document alone: <see cref="Problems"/> writes such bodies.</remarks>
/// <param name="Type">A name of the kind of problem, made of the code.</param>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One sentence for people.</param>
/// <param name="Code">The stable word that programs go by.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail, string Code)
{
    /// <summary>Names the request in the product's log and traces.</summary>
    public string? TraceId { get; init; }

    /// <summary>With <c>invalid-input</c>: sentences by the name of the field, as it stands in the body or address.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>With <c>not-open-yet</c>: when the sale opens.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>With <c>challenge-required</c>: the task whose answer the next claim brings.</summary>
    public ChallengeTask? Challenge { get; init; }

    /// <summary>With <c>changed-meanwhile</c> of a campaign: the campaign as it is now.</summary>
    public CampaignView? Current { get; init; }

    /// <summary>With <c>changed-meanwhile</c> of a webhook: the webhook as it is now.</summary>
    public WebhookView? CurrentWebhook { get; init; }

    /// <summary>With <c>no-code-taken</c>: which lines gave no code, and why.</summary>
    public CodePoolReport? Report { get; init; }

    /// <summary>With <c>below-admitted</c>: the units that are given already.</summary>
    public long? Given { get; init; }

    /// <summary>With <c>too-many-clients</c> and <c>too-many-disabled</c>: how many there may be.</summary>
    public long? Max { get; init; }

    /// <summary>With <c>too-many-exports</c>: how many files one person or program receives at the same time.</summary>
    public int? ExportsMax { get; init; }

    /// <summary>With <c>already-redeemed</c>: when the coupon was used.</summary>
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>With <c>expired</c>: the coupon's last moment.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>With <c>currency-mismatch</c>: the currency of the coupon's amounts, ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>With <c>below-minimum-order</c>: the smallest order, in the smallest unit of the currency.</summary>
    public long? MinimumOrder { get; init; }
}
