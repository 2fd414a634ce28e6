using System.Globalization;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>What accounts are found by: one form of an address, however it was typed. Plain ASCII comes out as the framework's own normaliser gives it.</summary>
/// <remarks>A letter with an accent may come as one character or as two (NFC), and a host's name in its own letters or in those of the wire (RFC 5891).</remarks>
public sealed class EmailNormalizer : ILookupNormalizer
{
    private static readonly IdnMapping Hosts = new();

    public string? NormalizeEmail(string? email) => Of(email);

    /// <summary>An account's name is its address; a role's name has no at sign.</summary>
    public string? NormalizeName(string? name) => Of(name);

    internal static string? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }

        // Text that no account can have and that a database may refuse to compare is found nowhere.
        if (!WellFormedText.IsOk(text, lines: false))
        {
            return "";
        }

        string plain = text.Normalize();
        int at = plain.LastIndexOf('@');
        return (at < 0 ? plain : plain[..(at + 1)] + HostOf(plain[(at + 1)..])).ToUpperInvariant();
    }

    private static string HostOf(string host)
    {
        if (!host.AsSpan().ContainsAnyExceptInRange('\0', '\u007f'))
        {
            return host;
        }

        try
        {
            return Hosts.GetAscii(host);
        }
        catch (ArgumentException)
        {
            // No name of a host: it is compared as it stands.
            return host;
        }
    }
}
