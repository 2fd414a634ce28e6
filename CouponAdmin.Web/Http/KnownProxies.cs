using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace CouponAdmin.Web.Http;

/// <summary>Settings <c>Proxy:Addresses</c> and <c>Proxy:Networks</c> (comma separated): only these may say whose request they pass on.</summary>
/// <remarks>Without them the headers are ignored: anybody could write them, and so take another address's limit.</remarks>
internal static class KnownProxies
{
    /// <summary>Addresses of proxies, separated by commas, whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed; empty, and no networks: nobody's.</summary>
    public const string Addresses = "Proxy:Addresses";
    /// <summary>The same for networks, such as <c>10.0.0.0/8</c>.</summary>
    public const string Networks = "Proxy:Networks";

    /// <summary>Proxies in a row that are believed.</summary>
    private const int HopsMax = 2;

    /// <exception cref="SettingException">An entry can't be read; it is named.</exception>
    public static void AddKnownProxies(this WebApplicationBuilder builder)
    {
        IPAddress[] addresses = [.. Entries(builder.Configuration, Addresses).Select(entry => IPAddress.TryParse(entry, out IPAddress? address)
            ? address : throw new SettingException($"{Addresses}: '{entry}' is no address."))];
        System.Net.IPNetwork[] networks = [.. Entries(builder.Configuration, Networks).Select(entry => System.Net.IPNetwork.TryParse(entry, out System.Net.IPNetwork network)
            ? network : throw new SettingException($"{Networks}: '{entry}' is no network such as 10.0.0.0/8."))];
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = addresses.Length + networks.Length > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
            options.ForwardLimit = HopsMax;

            // The framework's own default believes loopback.
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            Array.ForEach(addresses, options.KnownProxies.Add);
            Array.ForEach(networks, options.KnownIPNetworks.Add);
        });
    }

    private static string[] Entries(ConfigurationManager configuration, string setting) =>
        (configuration[setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
