using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Tests.Redemptions;

/// <summary>A shop's checkout beside a sale whose coupons were issued.</summary>
internal sealed class TestTill(TestSale sale)
{
    public const long OrderAmount = 20_000;
    public const string Currency = "KRW";

    public static Actor Shop { get; } = new("shop-1", "The shop");

    public static Actor OtherShop { get; } = new("shop-2", "Another shop");

    /// <summary>A sale in which each of these members holds a coupon.</summary>
    public static async Task<TestSale> OpenAsync(DatabaseProvider database, params string[] members)
    {
        TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, members.Length, database);
        await sale.ClaimAllAsync(members);
        await sale.DrainAsync();
        return sale;
    }

    public static RedemptionOrder OrderOf(string code, string order = "order-1", string? member = null, long amount = OrderAmount, string currency = Currency) =>
        new() { Code = code, OrderId = order, MemberId = member, OrderAmount = amount, Currency = currency };

    public async Task<string> CodeOfAsync(string member) => (await sale.RowOfAsync(member)).Code!;

    public Task<RedemptionAnswer> RedeemAsync(string code, string key, string order = "order-1", Actor? by = null, TestInstance? at = null) =>
        RedeemAsync(OrderOf(code, order), key, by, at);

    public Task<RedemptionAnswer> RedeemAsync(RedemptionOrder order, string key, Actor? by = null, TestInstance? at = null) =>
        (at ?? sale.First).Get<RedeemCoupon>().ExecuteAsync(key, order, by ?? Shop, isPerson: false, default);

    public Task<Result<RedemptionView>> RollBackAsync(long id, Actor? by = null, TestInstance? at = null) =>
        (at ?? sale.First).Get<RollBackRedemption>().ExecuteAsync(id, "cancelled", by ?? Shop, default);

    public async Task<CouponCheck> CheckAsync(string code, RedemptionOrder? order = null) =>
        TestSale.Require(await sale.First.Get<CheckCoupon>().ExecuteAsync(code, order ?? OrderOf(code), default));

    public async Task<List<RedemptionRecord>> UsesAsync()
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        return await db.Set<RedemptionRecord>().AsNoTracking().OrderBy(r => r.Id).ToListAsync();
    }

    /// <summary>What must hold at every moment: a coupon is used exactly while one use of it stands.</summary>
    public async Task HoldsAsync()
    {
        List<RedemptionRecord> standing = (await UsesAsync()).FindAll(use => use.RolledBackAt is null);
        List<IssuanceRecord> used = (await sale.RowsAsync()).FindAll(row => row.Status == ClaimStatus.Redeemed);
        Assert.Equal(used.Select(row => (row.Ticket, row.RedeemedAt!.Value)).Order(), standing.Select(use => (use.Ticket, use.At)).Order());
        Assert.All((await sale.RowsAsync()).Where(row => row.Status != ClaimStatus.Redeemed), row => Assert.Null(row.RedeemedAt));
        await SaleOracle.HoldsAsync(sale);
    }

    public static RedemptionView Done(RedemptionAnswer answer) => Assert.IsType<RedemptionAnswer.Done>(answer).Redemption;

    public static CouponFault? Fault(RedemptionAnswer answer) => Assert.IsType<RedemptionAnswer.Refused>(answer).Check.Reason;
}
