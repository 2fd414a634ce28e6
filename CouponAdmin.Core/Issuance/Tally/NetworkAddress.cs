using System.Net;
using System.Net.Sockets;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>What is counted as one address: IPv4 as it is, of IPv6 the first 64 bits, which one household or machine has for itself (RFC 6177, section 2).</summary>
public static class NetworkAddress
{
    private const int IPv6NetworkBytes = 8;

    /// <summary>Such as <c>192.0.2.1</c> and <c>2001:db8::/64</c>; empty for none.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        byte[] bytes = address.GetAddressBytes();
        Array.Clear(bytes, IPv6NetworkBytes, bytes.Length - IPv6NetworkBytes);
        return $"{new IPAddress(bytes)}/64";
    }
}
