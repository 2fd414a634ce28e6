namespace CouponAdmin.Tests.Acceptance;

/// <summary>The least that somebody must be to be let in.</summary>
public enum Least
{
    Anybody,
    SignedIn,

    /// <summary>Takes coupons at a till. Beside the others' chain: a cashier has this right alone, and a viewer doesn't have it.</summary>
    Cashier,
    Viewer,
    Operator,
    Administrator,

    /// <summary>No person and no role: an API client with the scope.</summary>
    Client,
}

/// <summary>Every endpoint of the interface, by its documented path. A new one must be written down here, with who may use it.</summary>
internal static class Endpoints
{
    public static readonly IReadOnlyList<(string Method, string Path, Least Least)> All =
    [
        ("GET", "/api/v1/campaigns", Least.Anybody),
        ("GET", "/api/v1/campaigns/{slug}", Least.Anybody),
        ("GET", "/api/v1/campaigns/{slug}/events", Least.Anybody),
        ("POST", "/api/v1/campaigns/{slug}/claims", Least.SignedIn),
        ("GET", "/api/v1/campaigns/{slug}/claims/me", Least.SignedIn),
        ("GET", "/api/v1/campaigns/{slug}/claims/me/events", Least.SignedIn),
        ("POST", "/api/v1/coupons/{code}/validate", Least.Cashier),
        ("POST", "/api/v1/redemptions", Least.Cashier),
        ("POST", "/api/v1/redemptions/{id}/rollback", Least.Cashier),
        ("GET", "/api/v1/redemptions", Least.Viewer),
        ("GET", "/api/v1/redemptions.csv", Least.Viewer),
        ("GET", "/api/v1/admin/campaigns", Least.Viewer),
        ("POST", "/api/v1/admin/campaigns", Least.Operator),
        ("GET", "/api/v1/admin/campaigns/{slug}", Least.Viewer),
        ("PUT", "/api/v1/admin/campaigns/{slug}", Least.Operator),
        ("PATCH", "/api/v1/admin/campaigns/{slug}", Least.Operator),
        ("DELETE", "/api/v1/admin/campaigns/{slug}", Least.Operator),
        ("POST", "/api/v1/admin/campaigns/{slug}/publish", Least.Operator),
        ("POST", "/api/v1/admin/campaigns/{slug}/warm", Least.Operator),
        ("POST", "/api/v1/admin/campaigns/{slug}/pause", Least.Operator),
        ("POST", "/api/v1/admin/campaigns/{slug}/resume", Least.Operator),
        ("POST", "/api/v1/admin/campaigns/{slug}/close", Least.Operator),
        ("POST", "/api/v1/admin/campaigns/{slug}/archive", Least.Operator),
        ("POST", "/api/v1/admin/campaigns/{slug}/unarchive", Least.Operator),
        ("PUT", "/api/v1/admin/campaigns/{slug}/quantity", Least.Operator),
        ("PUT", "/api/v1/admin/campaigns/{slug}/challenge", Least.Operator),
        ("PUT", "/api/v1/admin/campaigns/{slug}/member-list", Least.Operator),
        ("GET", "/api/v1/admin/campaigns/{slug}/member-list", Least.Viewer),
        ("DELETE", "/api/v1/admin/campaigns/{slug}/member-list", Least.Operator),
        ("POST", "/api/v1/admin/campaigns/{slug}/code-pool", Least.Operator),
        ("GET", "/api/v1/admin/campaigns/{slug}/code-pool", Least.Viewer),
        ("DELETE", "/api/v1/admin/campaigns/{slug}/code-pool", Least.Operator),
        ("GET", "/api/v1/admin/campaigns/{slug}/stats", Least.Viewer),
        ("GET", "/api/v1/admin/campaigns/{slug}/issuances", Least.Viewer),
        ("GET", "/api/v1/admin/campaigns/{slug}/issuances.csv", Least.Viewer),
        ("POST", "/api/v1/admin/campaigns/{slug}/issuances/{number}/revoke", Least.Operator),
        ("POST", "/api/v1/admin/campaigns/{slug}/coupon-jobs", Least.Operator),
        ("GET", "/api/v1/admin/campaigns/{slug}/coupon-jobs", Least.Viewer),
        ("GET", "/api/v1/admin/campaigns/{slug}/coupon-jobs/{id}", Least.Viewer),
        ("GET", "/api/v1/admin/campaigns/{slug}/coupon-jobs/{id}/results", Least.Viewer),
        ("GET", "/api/v1/admin/campaigns/{slug}/coupon-jobs/{id}/results.csv", Least.Viewer),
        ("GET", "/api/v1/admin/audit.csv", Least.Viewer),
        ("GET", "/api/v1/admin/members/data", Least.Administrator),
        ("POST", "/api/v1/admin/members/erase", Least.Administrator),
        ("GET", "/api/v1/admin/campaigns/{slug}/reconciliation", Least.Viewer),
        ("POST", "/api/v1/admin/campaigns/{slug}/reconciliation", Least.Operator),
        ("GET", "/api/v1/admin/campaigns/{slug}/quarantined", Least.Viewer),
        ("POST", "/api/v1/admin/campaigns/{slug}/quarantined/{ticket}/replay", Least.Operator),
        ("POST", "/api/v1/admin/campaigns/{slug}/quarantined/{ticket}/refuse", Least.Operator),
        ("GET", "/api/v1/admin/coupons/{code}", Least.Viewer),
        ("GET", "/api/v1/members/{id}/coupons", Least.Viewer),
        ("GET", "/api/v1/api-clients", Least.Administrator),
        ("POST", "/api/v1/api-clients", Least.Administrator),
        ("GET", "/api/v1/api-clients/{clientId}", Least.Administrator),
        ("POST", "/api/v1/api-clients/{clientId}/rotate", Least.Administrator),
        ("POST", "/api/v1/api-clients/{clientId}/drop-old-secret", Least.Administrator),
        ("POST", "/api/v1/api-clients/{clientId}/revoke", Least.Administrator),
        ("POST", "/api/v1/member-tokens", Least.Client),
        ("GET", "/api/v1/events", Least.Viewer),
        ("GET", "/api/v1/webhooks", Least.Administrator),
        ("POST", "/api/v1/webhooks", Least.Administrator),
        ("GET", "/api/v1/webhooks/{webhookId}", Least.Administrator),
        ("PUT", "/api/v1/webhooks/{webhookId}", Least.Administrator),
        ("DELETE", "/api/v1/webhooks/{webhookId}", Least.Administrator),
        ("POST", "/api/v1/webhooks/{webhookId}/disable", Least.Administrator),
        ("POST", "/api/v1/webhooks/{webhookId}/enable", Least.Administrator),
        ("POST", "/api/v1/webhooks/{webhookId}/rotate", Least.Administrator),
        ("POST", "/api/v1/webhooks/{webhookId}/drop-old-secret", Least.Administrator),
        ("POST", "/api/v1/webhooks/{webhookId}/test", Least.Administrator),
        ("GET", "/api/v1/webhooks/{webhookId}/deliveries", Least.Administrator),
        ("POST", "/api/v1/webhooks/{webhookId}/deliveries/{deliveryId}/resend", Least.Administrator),
        ("POST", "/api/v1/claim-sessions", Least.Client),
        ("POST", "/api/v1/hand-overs", Least.Client),
    ];

    /// <summary>Whether somebody who is this may use what asks for that.</summary>
    public static bool LetsIn(Least asks, Least who) => (asks, who) switch
    {
        (Least.Cashier, Least.Viewer) => false,
        (_, Least.Cashier) => asks is Least.Anybody or Least.SignedIn or Least.Cashier,
        _ => who >= asks,
    };

    /// <summary>The path with values that name nothing: whoever is let in changes nothing.</summary>
    public static string NamingNothing(string path) => path
        .Replace("{slug}", "names-nothing", StringComparison.Ordinal)
        .Replace("{clientId}", "client_nothing", StringComparison.Ordinal)
        .Replace("{webhookId}", "hook_nothing", StringComparison.Ordinal)
        .Replace("{deliveryId}", "1", StringComparison.Ordinal)
        .Replace("{id}", "0", StringComparison.Ordinal)
        .Replace("{ticket}", "1", StringComparison.Ordinal)
        .Replace("{number}", "1", StringComparison.Ordinal)
        .Replace("{code}", "0000-0000-0000-0000", StringComparison.Ordinal);
}
