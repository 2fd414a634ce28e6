using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Web.Http.Description;

namespace CouponAdmin.Web.Redemptions;

/// <summary>What the interface's description shows of coupons at a checkout.</summary>
internal static class RedemptionExamples
{
    private const string Code = "7QK2-M4TD-9XRA-C0HE";

    public static readonly CsvFileShape File = new(
        RedemptionCsv.ColumnNames, $"17,redeemed,spring-drop,1,{Code},shop-4711,order-2026-1001,50000,KRW,5000,2026-11-24T03:00:00.000000Z,Checkout,,,");

    public static IEndpointRouteBuilder AddRedemptionExamples(this IEndpointRouteBuilder app) => app
        .AddExample(new RedemptionApi.CouponQuestion("shop-4711", 50_000, "KRW"))
        .AddExample(new RedemptionApi.Rollback("The order was cancelled"))
        .AddExample(new CouponCheck(Valid: true) { Campaign = "spring-drop", Name = "Spring drop", Benefit = new Benefit(BenefitKind.Percent, 10), Discount = 5_000, Currency = "KRW" })
        .AddExample(new RedemptionOrder { Code = Code, OrderId = "order-2026-1001", MemberId = "shop-4711", OrderAmount = 50_000, Currency = "KRW" })
        .AddExample(new RedemptionView(
            17, RedemptionStatus.Redeemed, "spring-drop", 1, Code, "order-2026-1001", 50_000, "KRW", 5_000, new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.FromHours(9))));
}
