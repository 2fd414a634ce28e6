using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance.Refusals;

/// <summary>The first refusal of one kind that a member met in a campaign: what support answers "why did I not get it?" with.</summary>
public sealed class RefusedClaim
{
    public long CampaignId { get; init; }
    public required string Member { get; init; }

    /// <summary>Why, as the answer's code: <c>sold-out</c>, <c>not-open-yet</c>, <c>too-many-requests</c>…</summary>
    public required string Kind { get; init; }

    /// <summary>When it was answered, on the store's clock as this instance knows it.</summary>
    public StoreTime At { get; init; }
}
