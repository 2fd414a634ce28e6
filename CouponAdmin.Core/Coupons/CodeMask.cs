using System.Diagnostics.CodeAnalysis;

namespace CouponAdmin.Core.Coupons;

/// <summary>A code as shown to somebody who may not use it: enough to tell two apart, not enough to pay with.</summary>
public static class CodeMask
{
    private const int Shown = 4;

    /// <summary>Of a code that isn't ours one character of so many is shown: nobody knows how much of it is the same in all.</summary>
    private const int ForeignShare = 4;

    /// <summary>
    /// <c>7QK2-M4TD-9XRA-C0HE</c> becomes <c>7QK2-****-****-C0HE</c>: 40 of 80 bits are gone. Of a code of another shape the end alone is shown, a quarter
    /// and at most four characters; a short one is masked whole.
    /// </summary>
    [return: NotNullIfNotNull(nameof(code))]
    public static string? Of(string? code)
    {
        if (code is null)
        {
            return null;
        }

        bool isOurs = TypedCode.Read(code) == code;
        int first = isOurs ? Shown : 0;
        int last = isOurs ? Shown : code.Length > 3 * Shown ? Math.Min(Shown, code.Length / ForeignShare) : 0;
        return string.Concat(code.Select((c, i) => c == '-' || i < first || i >= code.Length - last ? c : '*'));
    }
}
