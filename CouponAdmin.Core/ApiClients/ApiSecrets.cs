using System.Security.Cryptography;
using System.Text;

namespace CouponAdmin.Core.ApiClients;

/// <summary>Secrets of API clients: made here, shown once, kept as a hash and a beginning.</summary>
/// <remarks>Letters and digits alone: no way of writing a secret into a header, a form, a shell or a file changes it, and scanners for leaked secrets know it by its mark.</remarks>
public static class ApiSecrets
{
    /// <summary>What every secret begins with.</summary>
    public const string Mark = "ca_live_";

    /// <summary>Random letters that are shown later on, as part of the beginning.</summary>
    public const int ShownLength = 4;

    /// <summary>Random letters that nobody sees again: 43 of 62 are 256 bits.</summary>
    public const int HiddenLength = 43;

    internal const int PrefixLength = 12;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    internal static string Make() => Mark + RandomNumberGenerator.GetString(Alphabet, ShownLength + HiddenLength);

    internal static string PrefixOf(string secret) => secret[..PrefixLength];

    internal static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether a secret's hash is the kept one. How long it takes tells nothing of where they differ.</summary>
    internal static bool Matches(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> kept) => CryptographicOperations.FixedTimeEquals(hash, kept);
}
