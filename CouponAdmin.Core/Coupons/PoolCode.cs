using System.Text;

namespace CouponAdmin.Core.Coupons;

/// <summary>A code of somebody's own, such as a partner's: kept and shown as it was imported, found however a person types it.</summary>
/// <remarks>
/// Only characters that an address carries as they are (RFC 3986, unreserved), as a code stands in addresses. Unlike a generated code it keeps O, I and L:
/// an alphabet that isn't ours may hold them beside the figures that they look like.
/// </remarks>
public static class PoolCode
{
    /// <summary>Characters of a code at most, hyphens included.</summary>
    public const int LengthMax = 64;

    /// <summary>Characters that count, at least: without hyphens, a shorter one is guessed too easily.</summary>
    public const int SymbolsMin = 4;

    private const string OtherSymbols = "._~";

    /// <summary>Whether a text can be a code as to its characters.</summary>
    public static bool IsWellFormed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.All(c => c == '-' || IsSymbol(c));
    }

    /// <summary>What two writings of one code have in common: capitals, without dashes, white space and invisible characters; null when the text can't be a code.</summary>
    public static string? LookUpOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder symbols = new(LengthMax);
        foreach (Rune typed in text.EnumerateRunes())
        {
            if (TypedCode.IsLeftOut(typed))
            {
                continue;
            }

            Rune narrow = TypedCode.Narrow(typed);
            if (symbols.Length == LengthMax || !narrow.IsAscii || !IsSymbol((char)narrow.Value))
            {
                return null;
            }

            symbols.Append(char.ToUpperInvariant((char)narrow.Value));
        }

        return symbols.Length >= SymbolsMin ? symbols.ToString() : null;
    }

    private static bool IsSymbol(char c) => char.IsAsciiLetterOrDigit(c) || OtherSymbols.Contains(c, StringComparison.Ordinal);
}
