namespace CouponAdmin.Web.Http.Description;

/// <summary>The parts that the interface's document is read in. An operation stands in one of these, in this order.</summary>
internal static class ApiTags
{
    public const string Campaigns = "Campaigns";
    public const string Claims = "Claims";
    public const string Administration = "Administration";
    public const string Issuances = "Issuances";
    public const string Shop = "Shop";
    public const string Events = "Events";
    public const string Webhooks = "Webhooks";
    public const string Redemptions = "Redemptions";
    public const string Reconciliation = "Reconciliation";
    public const string Members = "Members";
    public const string Audit = "Audit";
    public const string ApiClients = "API clients";
    public const string Tokens = "Tokens";

    public static readonly IReadOnlyList<(string Name, string Description)> All =
    [
        (Tokens, "Tokens for programs, and tokens with which a shop's members claim."),
        (Shop, "Members who claim from the shop's own page, or come in from it."),
        (Campaigns, "Published campaigns, as members see them. Open to everybody."),
        (Claims, "A member asks for a coupon and learns where the claim stands."),
        (Administration, "Campaigns as operators see them: create, publish, pause, close, and live numbers."),
        (Issuances, "The coupons of a campaign: list, export, look up, take back."),
        (Redemptions, "Coupons at a checkout: check, use, give back, and the list of uses."),
        (Events, "What happens to coupons and campaigns, in order."),
        (Webhooks, "Programs that are called when something happens, what was delivered to them and how they answered."),
        (Reconciliation, "Store, queue and database compared and repaired, and claims that could not be stored."),
        (Members, "All that is kept of one member: export and erasure."),
        (Audit, "Who did what and when."),
        (ApiClients, "The programs that may use the interface, their scopes and their secrets."),
    ];
}
