namespace CouponAdmin.Core.ApiClients;

/// <summary>What an API client may be allowed to do. A closed list; each has one name, which is kept, asked for and written into tokens.</summary>
public enum ApiScope
{
    /// <summary>Read campaigns, drafts included, and their live numbers.</summary>
    CampaignsRead,

    /// <summary>Create campaigns, change them and take them through their life.</summary>
    CampaignsManage,

    /// <summary>Read issuances, whole codes included.</summary>
    IssuancesRead,

    /// <summary>Take coupons back.</summary>
    IssuancesRevoke,

    /// <summary>Read what happens to coupons and campaigns, whole codes included.</summary>
    EventsRead,

    /// <summary>Check coupons at a checkout, use them and give them back.</summary>
    CouponsRedeem,

    /// <summary>Ask for tokens with which members claim.</summary>
    ClaimsWriteForMembers,
}

/// <summary>The names of the scopes.</summary>
public static class ApiScopes
{
    private const char Separator = ' ';

    public static readonly IReadOnlyList<ApiScope> All = Enum.GetValues<ApiScope>();

    // No default arm: a new scope does not compile until it has its name here.
    public static string NameOf(ApiScope scope) => scope switch
    {
        ApiScope.CampaignsRead => "campaigns:read",
        ApiScope.CampaignsManage => "campaigns:manage",
        ApiScope.IssuancesRead => "issuances:read",
        ApiScope.IssuancesRevoke => "issuances:revoke",
        ApiScope.EventsRead => "events:read",
        ApiScope.CouponsRedeem => "coupons:redeem",
        ApiScope.ClaimsWriteForMembers => "claims:write-for-members",
    };

    /// <summary>What a scope allows, in English, for programmers; the console says it in the reader's language.</summary>
    public static string MeaningOf(ApiScope scope) => scope switch
    {
        ApiScope.CampaignsRead => "Read campaigns, drafts included, and their live numbers.",
        ApiScope.CampaignsManage => "Create campaigns, change them and take them through their life.",
        ApiScope.IssuancesRead => "Read issuances and redemptions, whole codes included.",
        ApiScope.IssuancesRevoke => "Take coupons back, and restore them.",
        ApiScope.EventsRead => "Read the events of coupons and campaigns, whole codes included.",
        ApiScope.CouponsRedeem => "Check coupons at a checkout, use them and give them back.",
        ApiScope.ClaimsWriteForMembers => "Ask for tokens with which members claim.",
    };

    /// <summary>The scope of that name, compared by bytes; null when there is none.</summary>
    public static ApiScope? Find(string? name)
    {
        foreach (ApiScope scope in All)
        {
            if (NameOf(scope) == name)
            {
                return scope;
            }
        }

        return null;
    }

    /// <summary>As a row, a token and OAuth write them: names with a space between, in the order of the list (RFC 6749, section 3.3).</summary>
    public static string Join(IEnumerable<ApiScope> scopes) => string.Join(Separator, scopes.Distinct().Order().Select(NameOf));

    /// <summary>The scopes of such a text. A name that only another version of the product knows allows nothing here.</summary>
    public static IReadOnlyList<ApiScope> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(Separator, StringSplitOptions.RemoveEmptyEntries).Select(Find).OfType<ApiScope>()];
    }
}
