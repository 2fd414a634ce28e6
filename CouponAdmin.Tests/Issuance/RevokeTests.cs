using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance;

/// <summary>Taking a coupon back, with and without its unit.</summary>
public sealed class RevokeTests
{
    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Revoke_WhenTheUnitIsReturned_GivesItToTheNextAndNotToTheSameMember(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 2, database);
        await sale.ClaimAsync("a");
        await sale.ClaimAsync("b");
        await sale.DrainAsync();

        IssuanceView revoked = TestSale.Require(await sale.RevokeAsync(1, returnUnit: true));

        Assert.Equal(("a", ClaimStatus.Revoked, true, "a mistake"), (revoked.Member, revoked.Status, revoked.IsUnitReturned, revoked.RevokeReason));
        ClaimAnswer again = await sale.ClaimAsync("a");
        Assert.Equal((ClaimOutcome.Revoked, null), (again.Outcome, again.Claim!.Code));
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("c")).Outcome);
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("d")).Outcome);
        await sale.DrainAsync();
        Assert.Equal(3, (await sale.RowOfAsync("c")).Number);
        Assert.Equal((3, 1, 2), ((await sale.RowAsync()).Issued, (await sale.RowAsync()).Returned, (await sale.RowAsync()).Held));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Revoke_WhenTheUnitIsKept_LeavesTheSaleSoldOut(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 1, database);
        await sale.ClaimAsync("a");
        await sale.DrainAsync();
        TestSale.Require(await sale.RevokeAsync(1, returnUnit: false));

        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("b")).Outcome);
        Assert.Equal(ClaimOutcome.Revoked, (await sale.ClaimAsync("a")).Outcome);
        Assert.Equal(RefusalKind.WrongState, (await sale.RevokeAsync(1, returnUnit: true)).Refusal!.Kind);
        Assert.Equal(RefusalKind.UnknownIssuance, (await sale.RevokeAsync(2, returnUnit: true)).Refusal!.Kind);
        Refusal noReason = (await sale.First.Get<RevokeCoupon>().ExecuteAsync(sale.Slug, 1, " ", true, TestSale.Operator, default)).Refusal!;
        Assert.Equal((RefusalKind.InvalidInput, "reason"), (noReason.Kind, Assert.Single(noReason.Fields).Field));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Revoke_WhileTheSameSaleIsDrained_LosesNoUnitAndNeverLocksUp(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(
            new TestSaleOptions { Store = store, Database = database, Quantity = 30, Issuance = new IssuanceOptions { DrainBatchSize = 5 } });
        TestInstance second = await sale.AddInstanceAsync();
        await sale.ClaimAllAsync(TestMembers.Take(30));
        await sale.DrainAsync();

        for (int round = 0; round < 5; round++)
        {
            int issued = (await sale.RowAsync()).Issued;
            int[] numbers = [.. (await sale.RowsAsync()).Where(r => r.Status == ClaimStatus.Issued).Take(6).Select(r => r.Number!.Value)];
            Task<Result<IssuanceView>[]> revoking = Task.WhenAll(numbers.Select((n, i) => Task.Run(() => sale.RevokeAsync(n, returnUnit: true, i % 2 == 0 ? sale.First : second))));
            Task claiming = sale.ClaimAllAsync(TestMembers.Take(30, from: 1_000 * (round + 1)));
            await Task.WhenAll(revoking, claiming, sale.DrainAsync(), sale.DrainAsync(second)).WaitAsync(TimeSpan.FromSeconds(30));

            Assert.All(await revoking, r => TestSale.Require(r));
            await sale.ClaimAllAsync(TestMembers.Take(30, from: (1_000 * (round + 1)) + 500));
            await sale.DrainAsync();
            Assert.Equal(issued + 6, (await sale.RowAsync()).Issued);
        }

        Assert.Equal(30, (await sale.RowAsync()).Held);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Revoke_WhenTheSaleIsOver_StillCounts(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        await sale.ClaimAsync("a");
        TestSale.Require(await sale.CloseAsync());
        await sale.DrainAsync();
        await sale.LoseAsync();

        TestSale.Require(await sale.RevokeAsync(1, returnUnit: true));

        Assert.Equal(ClaimOutcome.Revoked, (await sale.ClaimAsync("a")).Outcome);
        Assert.Equal((1, 1, 0), ((await sale.RowAsync()).Issued, (await sale.RowAsync()).Returned, (await sale.RowAsync()).Held));
        Assert.False(await sale.Store.KeyExistsAsync(sale.Keys.Facts), "an ended campaign came back to the store");
    }
}
