using System.Globalization;
using System.Text;

namespace CouponAdmin.Core.Coupons;

/// <summary>A code as a person types, pastes or reads it out, turned into the code as it is stored.</summary>
public static class TypedCode
{
    /// <summary>Full-width forms stand in the order of ASCII, from <c>!</c> to <c>~</c> (Unicode, block Halfwidth and Fullwidth Forms).</summary>
    private const int FullWidthFirst = 0xFF01;
    private const int FullWidthLast = 0xFF5E;
    private const int FullWidthDistance = FullWidthFirst - '!';

    /// <summary>
    /// Signs that are dashes to the eye without being of Unicode's class of dashes: swung dash, minus signs, hyphen bullet, modifier minus, box drawing, heavy minus,
    /// and the long vowel mark and the letter <c>eu</c> that Japanese and Korean keyboards put in a dash's place.
    /// </summary>
    private const string OtherDashes = "\u2053\u207B\u208B\u2212\u2043\u02D7\u2500\u2796\u30FC\uFF70\u3161";

    /// <summary>Letters and signs that are drawn as nothing without being of Unicode's class of format characters: fillers, joiner, Braille blank.</summary>
    private const string OtherInvisibles = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    /// <summary>
    /// The stored form, such as <c>7QK2-M4TD-9XRA-C0HE</c>; null when the text has no code's shape.
    /// Dashes, white space and invisible characters are left out, full width and small letters become plain capitals,
    /// and O, I and L are read as the figures that they look like (https://www.crockford.com/base32.html).
    /// </summary>
    public static string? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<char> symbols = stackalloc char[CouponCodes.Symbols];
        int count = 0;
        foreach (Rune typed in text.EnumerateRunes())
        {
            if (IsLeftOut(typed))
            {
                continue;
            }

            char symbol = SymbolOf(typed);
            if (count == symbols.Length || !CouponCodes.Alphabet.Contains(symbol, StringComparison.Ordinal))
            {
                return null;
            }

            symbols[count++] = symbol;
        }

        return count == symbols.Length ? CouponCodes.Grouped(symbols) : null;
    }

    /// <summary>The text without invisible characters and with plain figures and letters for full-width ones; for numbers that stand beside codes.</summary>
    internal static string Plain(string text)
    {
        StringBuilder plain = new(text.Length);
        foreach (Rune typed in text.EnumerateRunes())
        {
            if (!IsInvisible(typed))
            {
                plain.Append(Narrow(typed));
            }
        }

        return plain.ToString().Trim();
    }

    internal static bool IsLeftOut(Rune typed) => Rune.IsWhiteSpace(typed) || IsDash(typed) || IsInvisible(typed);

    private static bool IsDash(Rune typed) => Rune.GetUnicodeCategory(typed) == UnicodeCategory.DashPunctuation || IsOneOf(OtherDashes, typed);

    // Format: zero width, joiners, marks of direction, byte order mark, soft hyphen. The variation selectors choose how the character before them is drawn.
    private static bool IsInvisible(Rune typed) =>
        Rune.GetUnicodeCategory(typed) is UnicodeCategory.Format or UnicodeCategory.Control
        || typed.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF)
        || IsOneOf(OtherInvisibles, typed);

    private static bool IsOneOf(string signs, Rune typed) => typed.IsBmp && signs.Contains((char)typed.Value, StringComparison.Ordinal);

    internal static Rune Narrow(Rune typed) => typed.Value is >= FullWidthFirst and <= FullWidthLast ? new Rune(typed.Value - FullWidthDistance) : typed;

    // What is no ASCII character is in no code: the sign stands for that.
    private static char SymbolOf(Rune typed)
    {
        Rune narrow = Narrow(typed);
        return narrow.IsAscii
            ? char.ToUpperInvariant((char)narrow.Value) switch
            {
                'O' => '0',
                'I' or 'L' => '1',
                char other => other,
            }
            : '?';
    }
}
