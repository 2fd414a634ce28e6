namespace CouponAdmin.Core.Results;

/// <summary>Text that every database stores and every page, file and log shows as it is: well-formed UTF-16 without control characters.</summary>
/// <remarks>The turns of direction (U+202A to U+202E, U+2066 to U+2069) and the line separators (U+2028, U+2029) count as such: they make the text around them look other than it is.</remarks>
public static class WellFormedText
{
    /// <param name="text">The text to look at.</param>
    /// <param name="lines">Whether line breaks and tabs are welcome.</param>
    public static bool IsOk(ReadOnlySpan<char> text, bool lines)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool loneSurrogate = char.IsSurrogate(c) && !(char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]));
            bool unwelcome = Steers(c) || (char.IsControl(c) && !(lines && c is '\n' or '\r' or '\t'));
            if (loneSurrogate || unwelcome)
            {
                return false;
            }

            i += char.IsHighSurrogate(c) ? 1 : 0;
        }

        return true;
    }

    private static bool Steers(char c) => c is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
