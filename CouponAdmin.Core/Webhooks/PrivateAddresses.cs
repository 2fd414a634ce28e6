using System.Net;
using System.Net.Sockets;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Which addresses belong to nobody on the internet: this machine, private networks, link-local ones, and ranges that are reserved.</summary>
/// <remarks>By the IANA's registries of special-purpose addresses (RFC 6890) and multicast.</remarks>
internal static class PrivateAddresses
{
    private static readonly IPNetwork[] V4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // Of version 6 only the global unicast range is the internet's; within it, what tunnels version 4 or is reserved.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] V6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    public static bool Has(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? Array.Exists(V4, network => network.Contains(plain))
            : !Global.Contains(plain) || Array.Exists(V6, network => network.Contains(plain));
    }
}
