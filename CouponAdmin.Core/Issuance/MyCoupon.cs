using CouponAdmin.Core.Campaigns;

namespace CouponAdmin.Core.Issuance;

/// <summary>A claim together with what its campaign promises.</summary>
public sealed record MyCoupon(MyClaim Claim, string CampaignName, Benefit Benefit);

/// <summary>All that a member has asked for.</summary>
/// <param name="Queued">Claims that wait to be recorded, newest first; null when the store can't say at this moment.</param>
/// <param name="Recorded">Claims with a row, newest first.</param>
public sealed record MyClaimList(IReadOnlyList<MyCoupon>? Queued, IReadOnlyList<MyCoupon> Recorded);
