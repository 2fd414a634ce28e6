using System.ComponentModel.DataAnnotations;

namespace CouponAdmin.Core.Housekeeping;

/// <summary>Settings <c>Housekeeping:*</c>: how many days rows are kept that only grow. 0: for good.</summary>
/// <remarks>
/// Coupons, claims and uses are the books; they are never removed. The defaults of the audit follow Korean rules: access records of staff for at least
/// one year, two where 50,000 people or more are concerned (개인정보의 안전성 확보조치 기준, 제8조), records of contracts for five (전자상거래법 시행령, 제6조).
/// </remarks>
public sealed class HousekeepingOptions
{
    public const string Section = "Housekeeping";

    private const int TenYears = 3_653;

    /// <summary>Days for which a member's refusals are kept, which the look-up answers from. They name members. 0: for good.</summary>
    [Range(0, TenYears)]
    public int RefusalDays { get; set; } = 365;

    /// <summary>Days for which a sale's answers by the second are kept, which its report draws. They name nobody. 0: for good.</summary>
    [Range(0, TenYears)]
    public int TallyDays { get; set; } = 1_827;

    /// <summary>Days for which the audit is kept: what staff did, with their network addresses. 0: for good, and the only choice where the database's own rights protect the audit.</summary>
    [Range(0, TenYears)]
    public int AuditDays { get; set; } = 1_827;
}
