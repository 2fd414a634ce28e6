using System.Diagnostics.CodeAnalysis;

namespace CouponAdmin.Core.Coupons;

/// <summary>A code as shown to somebody who may not use it: enough to tell two apart, not enough to pay with.</summary>
public static class CodeMask
{
    private const int Shown = 4;

    /// <summary><c>7QK2-M4TD-9XRA-C0HE</c> becomes <c>7QK2-****-****-C0HE</c>: 40 of 80 bits are gone. A short code is masked whole.</summary>
    [return: NotNullIfNotNull(nameof(code))]
    public static string? Of(string? code) => code is null
        ? null
        : string.Concat(code.Select((c, i) => c == '-' || (code.Length > 3 * Shown && (i < Shown || i >= code.Length - Shown)) ? c : '*'));
}
