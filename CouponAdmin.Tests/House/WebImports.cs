namespace CouponAdmin.Tests.House;

/// <summary>Who may use whom in the web application. To allow one more arrow, add it here and say in the change why the feature needs the other.</summary>
internal static class WebImports
{
    public static ImportRules Rules { get; } = new("CouponAdmin.Web", ["Shared", "Http", "Layout"],
    [
        // Words and small components below, then the requests, then the frames of the pages.
        ("Http", "Shared"),
        ("Layout", "Shared"),
        ("Layout", "Http"),

        // Links and codes go by mail.
        ("Accounts", "Mail"),
        ("Users", "Accounts"),
        ("Users", "Mail"),

        // Who asks for a coupon is told by a token or a pass; a program's and a made-up person's tokens are signed by the same key.
        ("Claiming", "Accounts"),
        ("ApiClients", "Accounts"),
        ("Demo", "Accounts"),
        ("Operations", "Accounts"),

        // The audit says in words what was found in the books, and which role somebody got.
        ("Audit", "Issuance"),
        ("Audit", "Users"),

        // A campaign's page is put together from the tabs of others.
        ("Campaigns", "Audit"),
        ("Campaigns", "Demo"),
        ("Campaigns", "Issuance"),
        ("Campaigns", "LiveFeed"),
        ("Campaigns", "Reports"),

        // One word for each answer, status and alarm, wherever it is shown.
        ("Demo", "LiveFeed"),
        ("LiveFeed", "Issuance"),
        ("LookUp", "Issuance"),
        ("Operations", "LiveFeed"),
        ("Operations", "Mail"),
        ("Reports", "Issuance"),
        ("Reports", "LiveFeed"),

        // A rehearsal's people come in by the entrance of all; the report holds what it foretold against what came.
        ("Rehearsals", "Accounts"),
        ("Rehearsals", "Claiming"),
        ("Reports", "Rehearsals"),

        // The till and the page of a hand-over look like the claim page.
        ("Redemptions", "Claiming"),
        ("Shop", "Claiming"),
        ("Shop", "ApiClients"),
        ("Shop", "Mail"),
    ], "Program");
}
