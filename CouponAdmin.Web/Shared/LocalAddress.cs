using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Shared;

/// <summary>An address to return to that comes from outside: taken only when it stays on this site.</summary>
public static class LocalAddress
{
    /// <summary>The longest of ours are those of hand-overs, which a change of language on their page must come back to.</summary>
    private const int LengthMax = 3_200;

    /// <summary>The address when it is a path of this site; the home page for anything else.</summary>
    public static string OrHome(string? address) =>
        address is { Length: > 0 and <= LengthMax } && address[0] == '/' && RedirectHttpResult.IsLocalUrl(address) ? address : Routes.Home;
}
