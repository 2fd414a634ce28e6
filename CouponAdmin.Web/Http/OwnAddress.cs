using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CouponAdmin.Web.Http;

/// <summary>Where this instance can ask itself.</summary>
internal static class OwnAddress
{
    /// <summary>Of the server's addresses; null before it listens, or when it has none without TLS.</summary>
    public static Uri? Of(IServer server) => Of(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);

    /// <summary>The first address without TLS; null when there is none.</summary>
    public static Uri? Of(IEnumerable<string> addresses) => addresses.Select(BindingAddress.Parse)
        .Where(address => address.Scheme == Uri.UriSchemeHttp && !address.IsUnixPipe && !address.IsNamedPipe)
        .Select(address => new UriBuilder(Uri.UriSchemeHttp, address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : address.Host, address.Port).Uri)
        .FirstOrDefault();
}
