using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Shared;

/// <summary>An address to return to that comes from outside: taken only when it stays on this site.</summary>
public static class LocalAddress
{
    private const int LengthMax = 512;

    /// <summary>The address when it is a path of this site; the home page for anything else.</summary>
    public static string OrHome(string? address) =>
        address is { Length: > 0 and <= LengthMax } && address[0] == '/' && RedirectHttpResult.IsLocalUrl(address) ? address : Routes.Home;
}
