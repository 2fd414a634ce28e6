using CouponAdmin.Core.Campaigns;

namespace CouponAdmin.Core.Issuance;

/// <summary>A claim together with what its campaign promises.</summary>
public sealed record MyCoupon(MyClaim Claim, string CampaignName, Benefit Benefit);
