using System.Globalization;
using System.Security.Claims;

namespace CouponAdmin.Web.Http;

/// <summary>On an endpoint that a shop's own page calls: a claim session opens it, and origins of shops may read its answers.</summary>
internal sealed record OpenToShops;

/// <summary>A member whom an API client vouches for: by a member's token, a claim session or a hand-over. They are that member, and nobody's account.</summary>
internal static class Vouched
{
    /// <summary>The client that vouches; null for everybody else.</summary>
    public static string? PartyOf(this ClaimsPrincipal user) => user.FindFirstValue(Principals.PartyClaim);

    public static bool IsVouchedFor(this ClaimsPrincipal user) => user.PartyOf() is not null;

    /// <summary>A person in a browser whom a shop handed over.</summary>
    public static bool IsHandedOver(this ClaimsPrincipal user) => user.IsPerson() && user.IsVouchedFor();

    /// <summary>Until when; null: nothing says so.</summary>
    public static DateTimeOffset? EndOf(this ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(Principals.EndClaim), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>The campaign of a claim session; null: this is none.</summary>
    public static string? SessionCampaignOf(this ClaimsPrincipal user) => user.FindFirstValue(Principals.CampaignClaim);

    /// <summary>Whether a claim session, if this is one, is for what is asked here. What no endpoint opens to it is closed.</summary>
    public static bool FitsSession(this ClaimsPrincipal user, HttpContext? context) =>
        user.SessionCampaignOf() is not { } campaign
        || (context?.GetEndpoint()?.Metadata.GetMetadata<OpenToShops>() is not null && string.Equals(context.GetRouteValue("slug") as string, campaign, StringComparison.Ordinal));
}
