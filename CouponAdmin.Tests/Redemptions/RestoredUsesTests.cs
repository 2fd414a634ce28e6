using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Redemptions;

/// <summary>The database goes back to a moment before some uses: nobody but the shop knows them, and it sends them again.</summary>
public sealed class RestoredUsesTests
{
    [Fact]
    public async Task Redeem_WhenTheShopSendsItsOrdersAgainAfterARestore_StandsAsBefore()
    {
        string[] members = [.. TestMembers.Take(6)];
        await using TestSale sale = await TestTill.OpenAsync(DatabaseProvider.Sqlite, members);
        TestTill till = new(sale);
        string[] codes = [.. (await sale.RowsAsync()).OrderBy(row => row.Number).Select(row => row.Code!)];
        RedemptionView[] kept = [TestTill.Done(await UseAsync(till, codes, 0)), TestTill.Done(await UseAsync(till, codes, 1))];
        using TestDirectory folder = new("backup");
        string backup = $"Data Source={Path.Combine(folder.Path, "backup.db")};Pooling=False";
        SqliteCopy.Make(sale.Database.ConnectionString, backup);
        RedemptionView[] lost = [TestTill.Done(await UseAsync(till, codes, 2)), TestTill.Done(await UseAsync(till, codes, 3))];

        SqliteCopy.Make(backup, sale.Database.ConnectionString);
        Assert.Equal(2, (await sale.RowsAsync()).Count(row => row.Status == ClaimStatus.Redeemed));
        RedemptionAnswer.Done[] again = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(async n => Assert.IsType<RedemptionAnswer.Done>(await UseAsync(till, codes, n))))];

        Assert.Equal([true, true, false, false], again.Select(answer => answer.IsRepeated));
        Assert.Equal(kept, again[..2].Select(answer => answer.Redemption));
        Assert.Equal(lost.Select(use => (use.Code, use.OrderId, use.Discount)), again[2..].Select(answer => (answer.Redemption.Code, answer.Redemption.OrderId, answer.Redemption.Discount)));
        foreach (string code in codes[..4])
        {
            Assert.Equal(CouponFault.AlreadyRedeemed, TestTill.Fault(await till.RedeemAsync(code, $"other-{code}", "order-9")));
        }

        Assert.Equal(4, (await till.UsesAsync()).Count);
        await till.HoldsAsync();
    }

    private static Task<RedemptionAnswer> UseAsync(TestTill till, string[] codes, int order) => till.RedeemAsync(codes[order], $"key-{order}", $"order-{order}");
}
