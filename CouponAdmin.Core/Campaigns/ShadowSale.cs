namespace CouponAdmin.Core.Campaigns;

/// <summary>The campaign that a rehearsal sells: a row and keys like any other's, hidden from every query that doesn't ask for it by <c>IgnoreQueryFilters</c>.</summary>
/// <remarks>
/// The mapping's filter hides it, so lists, reports, exports, events, metrics and pages can't show it by mistake. Only what carries claims asks for it: facts, warming, drains, locks.
/// There is one of it over all instances, as slugs are unique. No slug that a person may choose has an underscore.
/// </remarks>
public static class ShadowSale
{
    public const string Slug = "_rehearsal-sale";

    public static bool Is(string slug) => string.Equals(slug, Slug, StringComparison.Ordinal);

    public static bool Is(Campaign campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        return Is(campaign.Slug);
    }
}
