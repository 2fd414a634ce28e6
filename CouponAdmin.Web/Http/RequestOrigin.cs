using System.Net;
using System.Security.Claims;

namespace CouponAdmin.Web.Http;

/// <summary>Writes the address of a request onto the person behind it, so that it follows them into a circuit and from there into the audit.</summary>
/// <remarks>
/// A circuit takes its person from the request that opened its connection. The address stands in an identity of its own:
/// a claim of the same name in somebody's token is never taken for it, and no cookie carries it on.
/// </remarks>
internal static class RequestOrigin
{
    private const string Label = "request-origin";
    private const string AddressClaim = "coupon-admin:address";

    /// <summary>Right after the authentication; an address that a proxy forwards must be in place by then.</summary>
    public static IApplicationBuilder UseRequestOrigin(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.User.Identity?.IsAuthenticated == true && context.Connection.RemoteIpAddress is { } address)
        {
            ClaimsIdentity origin = new([new Claim(AddressClaim, Readable(address))]) { Label = Label };
            context.User = new ClaimsPrincipal([.. context.User.Identities, origin]);
        }

        return next(context);
    });

    /// <summary>The address that this person's request or circuit came from; null when it isn't known.</summary>
    public static string? AddressOf(this ClaimsPrincipal user) => user.Identities.FirstOrDefault(i => i.Label == Label)?.FindFirst(AddressClaim)?.Value;

    private static string Readable(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
