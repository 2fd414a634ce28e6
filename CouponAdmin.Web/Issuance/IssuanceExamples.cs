using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Bulk;
using CouponAdmin.Web.Http.Description;

namespace CouponAdmin.Web.Issuance;

/// <summary>What the interface's description shows of claims and coupons.</summary>
internal static class IssuanceExamples
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(9));

    public static readonly CsvFileShape File = new(
        IssuanceCsv.ColumnNames, "1,shop-4711,7QK2-M4TD-9XRA-C0HE,1763850000123456,2026-11-23T03:00:00.123456Z,2026-11-23T03:00:00.400000Z,issued,");

    public static readonly CsvFileShape JobFile = new(CouponJobCsv.ColumnNames, "37,changed");

    public static IEndpointRouteBuilder AddIssuanceExamples(this IEndpointRouteBuilder app) => app
        .AddExample(new IssuanceView("spring-drop", 1, "shop-4711", "7QK2-M4TD-9XRA-C0HE", 1_763_850_000_123_456, At, At, ClaimStatus.Issued))
        .AddExample(new CouponJobOrder { Act = CouponJobAct.Revoke, Numbers = [1, 2, 3], Reason = "Misprinted" })
        .AddExample(new CouponJobView(12, "spring-drop", CouponJobAct.Revoke, CouponJobState.Running, 3, 1, 1, ReturnUnit: false, "Misprinted", "Olivia Operator", At))
        .AddExample(new IssuanceApi.Revocation("Bought with a stolen card", ReturnUnit: true));
}
