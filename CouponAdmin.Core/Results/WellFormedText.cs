namespace CouponAdmin.Core.Results;

/// <summary>Text that every database stores and every page shows: well-formed UTF-16 without control characters.</summary>
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
            bool unwelcome = char.IsControl(c) && !(lines && c is '\n' or '\r' or '\t');
            if (loneSurrogate || unwelcome)
            {
                return false;
            }

            i += char.IsHighSurrogate(c) ? 1 : 0;
        }

        return true;
    }
}
