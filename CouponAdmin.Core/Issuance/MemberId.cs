using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Issuance;

/// <summary>The subject of a member's token or cookie, compared by bytes.</summary>
public static class MemberId
{
    public const int LengthMax = 128;

    /// <summary>
    /// 1–128 characters of well-formed text without control characters and without white space at either end:
    /// PostgreSQL refuses U+0000, and SQL Server takes <c>a</c> and <c>a·space</c> for the same key.
    /// </summary>
    public static bool IsValid(string? member) =>
        member is { Length: > 0 and <= LengthMax } && member.AsSpan().Trim().Length == member.Length && WellFormedText.IsOk(member, lines: false);
}
