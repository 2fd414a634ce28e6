namespace CouponAdmin.Tests.ApiClients;

/// <summary>Which scope opens which endpoint, written down here by hand. Every other endpoint that asks who comes is closed to API clients.</summary>
internal static class ScopedEndpoints
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["GET /api/v1/admin/campaigns"] = "campaigns:read",
        ["GET /api/v1/admin/campaigns/{slug}"] = "campaigns:read",
        ["GET /api/v1/admin/campaigns/{slug}/stats"] = "campaigns:read",
        ["POST /api/v1/admin/campaigns"] = "campaigns:manage",
        ["PUT /api/v1/admin/campaigns/{slug}"] = "campaigns:manage",
        ["PATCH /api/v1/admin/campaigns/{slug}"] = "campaigns:manage",
        ["DELETE /api/v1/admin/campaigns/{slug}"] = "campaigns:manage",
        ["POST /api/v1/admin/campaigns/{slug}/publish"] = "campaigns:manage",
        ["POST /api/v1/admin/campaigns/{slug}/warm"] = "campaigns:manage",
        ["POST /api/v1/admin/campaigns/{slug}/pause"] = "campaigns:manage",
        ["POST /api/v1/admin/campaigns/{slug}/resume"] = "campaigns:manage",
        ["POST /api/v1/admin/campaigns/{slug}/close"] = "campaigns:manage",
        ["POST /api/v1/admin/campaigns/{slug}/archive"] = "campaigns:manage",
        ["POST /api/v1/admin/campaigns/{slug}/unarchive"] = "campaigns:manage",
        ["PUT /api/v1/admin/campaigns/{slug}/quantity"] = "campaigns:manage",
        ["PUT /api/v1/admin/campaigns/{slug}/challenge"] = "campaigns:manage",
        ["PUT /api/v1/admin/campaigns/{slug}/member-list"] = "campaigns:manage",
        ["GET /api/v1/admin/campaigns/{slug}/member-list"] = "campaigns:read",
        ["DELETE /api/v1/admin/campaigns/{slug}/member-list"] = "campaigns:manage",
        ["GET /api/v1/admin/campaigns/{slug}/issuances"] = "issuances:read",
        ["GET /api/v1/admin/campaigns/{slug}/issuances.csv"] = "issuances:read",
        ["GET /api/v1/admin/coupons/{code}"] = "issuances:read",
        ["POST /api/v1/admin/campaigns/{slug}/issuances/{number}/revoke"] = "issuances:revoke",
        ["GET /api/v1/members/{id}/coupons"] = "issuances:read",
        ["POST /api/v1/admin/campaigns/{slug}/coupon-jobs"] = "issuances:revoke",
        ["GET /api/v1/admin/campaigns/{slug}/coupon-jobs"] = "issuances:read",
        ["GET /api/v1/admin/campaigns/{slug}/coupon-jobs/{id}"] = "issuances:read",
        ["GET /api/v1/admin/campaigns/{slug}/coupon-jobs/{id}/results"] = "issuances:read",
        ["GET /api/v1/admin/campaigns/{slug}/coupon-jobs/{id}/results.csv"] = "issuances:read",
        ["GET /api/v1/redemptions"] = "issuances:read",
        ["GET /api/v1/redemptions.csv"] = "issuances:read",
        ["POST /api/v1/coupons/{code}/validate"] = "coupons:redeem",
        ["POST /api/v1/redemptions"] = "coupons:redeem",
        ["POST /api/v1/redemptions/{id}/rollback"] = "coupons:redeem",
        ["GET /api/v1/events"] = "events:read",
        ["POST /api/v1/member-tokens"] = "claims:write-for-members",
        ["POST /api/v1/claim-sessions"] = "claims:write-for-members",
        ["POST /api/v1/hand-overs"] = "claims:write-for-members",
    };
}
