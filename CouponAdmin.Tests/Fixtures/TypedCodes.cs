namespace CouponAdmin.Tests.Fixtures;

/// <summary>A coupon's code as people type, paste and read it.</summary>
internal static class TypedCodes
{
    /// <summary>The code in small letters, with letters for figures, other dashes, full width, and characters that nobody sees.</summary>
    public static IReadOnlyList<string> Of(string code) =>
    [
        code.ToLowerInvariant(),
        code.Replace("-", "", StringComparison.Ordinal),
        code.Replace('0', 'O').Replace('1', 'I'),
        code.Replace('0', 'o').Replace('1', 'l'),
        code.Replace('-', ' '),
        code.Replace('-', '\u2013'),
        code.Replace('-', '\u2014'),
        code.Replace('-', '\u2011'),
        code.Replace('-', '\u2212'),
        code.Replace("-", "\u00A0\u3000", StringComparison.Ordinal),
        string.Concat(code.Select(c => (char)(c + ('\uFF01' - '!')))),
        "\uFEFF" + code.Insert(7, "\u200B") + "\u200D",
        code.Insert(3, "\u00AD"),
    ];
}
