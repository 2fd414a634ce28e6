using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Campaigns;

/// <summary>Raising and lowering in mid-sale, and facts that arrive in the wrong order.</summary>
public sealed class QuantityTests
{
    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Raise_WhenAnotherInstanceSaidSoldOut_IsSeenThere(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 1, database);
        TestInstance second = await sale.AddInstanceAsync();
        await sale.ClaimAsync("a");
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("b", second)).Outcome);

        Assert.Equal((CampaignState.Open, 1), Shown(TestSale.Require(await sale.SetQuantityAsync(2))));

        ClaimAnswer admitted = await sale.ClaimAsync("b");
        Assert.Equal(ClaimOutcome.Queued, admitted.Outcome);
        Assert.Equal(admitted.Ticket, (await sale.ClaimAsync("b", second)).Ticket);
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("c", second)).Outcome);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Lower_WhenMoreIsGiven_IsRefusedWithTheBound(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        await sale.ClaimAllAsync(["a", "b", "c"]);
        await sale.DrainAsync();
        TestSale.Require(await sale.RevokeAsync(1, returnUnit: true));
        await sale.ClaimAsync("d");

        Refusal refusal = (await sale.SetQuantityAsync(2)).Refusal!;

        // Four tickets, one of them void: three units are given.
        Assert.Equal((RefusalKind.BelowAdmitted, 3), (refusal.Kind, refusal.Bound));
        Assert.Equal((10, 10), ((await sale.RowAsync()).Quantity, (await sale.CountsAsync()).Quantity));
        Assert.Equal((CampaignState.SoldOut, 0), Shown(TestSale.Require(await sale.SetQuantityAsync(3))));
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("e")).Outcome);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Lower_WhileMembersClaim_NeverGivesMoreThanTheQuantityInForce(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 400, database);
        TestInstance second = await sale.AddInstanceAsync();

        Task<ClaimAnswer>[] claims = [.. TestMembers.Take(600).Select((m, i) => sale.ClaimAsync(m, i % 2 == 0 ? sale.First : second))];
        Result<CampaignView>[] lowered = [await sale.SetQuantityAsync(300, second), await sale.SetQuantityAsync(200), await sale.SetQuantityAsync(100, second)];
        ClaimAnswer[] answers = await Task.WhenAll(claims);
        await sale.DrainAsync();

        Assert.All(lowered.Where(r => r.Refusal is not null), r => Assert.Equal(RefusalKind.BelowAdmitted, r.Refusal!.Kind));
        int quantity = (await sale.RowAsync()).Quantity;
        Assert.Equal(quantity, answers.Count(a => a.Outcome == ClaimOutcome.Queued));
        Assert.Equal((quantity, 0), ((await sale.RowAsync()).Issued, (await sale.RowAsync()).Voided));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Lower_WhenTheFactsAreGone_WarmsFirst(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        await sale.ClaimAsync("a");
        await sale.DrainAsync();
        await sale.LoseAsync();

        TestSale.Require(await sale.SetQuantityAsync(1));
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("b")).Outcome);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory]
    [InlineData(0, "why", "quantity")]
    [InlineData(null, "why", "quantity")]
    [InlineData(5, "", "reason")]
    [InlineData(5, "a\0b", "reason")]
    public async Task Change_WhenInputIsWrong_NamesTheField(int? quantity, string reason, string field)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        Refusal refusal = (await sale.First.Get<ChangeQuantity>().ExecuteAsync(sale.Slug, quantity, reason, TestSale.Operator, default)).Refusal!;
        Assert.Equal((RefusalKind.InvalidInput, field), (refusal.Kind, Assert.Single(refusal.Fields).Field));
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Change_WhileAnotherInstanceWarms_EndsWithTheNewestFacts(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        TestInstance second = await sale.AddInstanceAsync();
        for (int round = 1; round <= 10; round++)
        {
            Task changes = Task.WhenAll(sale.SetQuantityAsync(10 + round), round % 2 == 0 ? sale.PauseAsync() : sale.ResumeAsync());
            Task warmings = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => second.Warmer.WarmAsync(sale.Id, default)));
            bool areLost = round % 3 == 0;
            await Task.WhenAll(changes, warmings, areLost ? sale.LoseAsync(sale.Keys.Facts) : Task.CompletedTask);
            if (areLost)
            {
                await second.Warmer.WarmAsync(sale.Id, default);
            }

            Campaign row = await sale.RowAsync();
            RedisValue[] facts = await sale.Store.HashGetAsync(sale.Keys.Facts, ["version", "quantity", "paused"]);
            Assert.Equal([row.Version, row.Quantity, row.IsPaused ? 1 : 0], facts.Select(f => (long)f));
        }
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Pause_AfterALoweringThatWasNotCommitted_ReachesTheStore(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10);
        Campaign row = await sale.RowAsync();
        Assert.True((await sale.First.Get<CampaignFacts>().LowerAsync(row, 2, row.Version + 1)).IsLowered);

        await sale.PauseAsync();

        RedisValue[] facts = await sale.Store.HashGetAsync(sale.Keys.Facts, ["version", "quantity", "paused"]);
        Assert.Equal([(await sale.RowAsync()).Version, 10, 1], facts.Select(f => (long)f));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task WriteFacts_WhenTheirVersionIsOlderOrTheSame_ChangesNothing(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10);
        long version = (await sale.RowAsync()).Version;

        // Of the same version but other facts: the answer asks for a version above the store's.
        foreach ((long written, long answered) in new[] { (version - 1, version), (version, version + 1) })
        {
            long[] answer = (long[])(await RedisScript.Load("write_facts-2").RunAsync(
                sale.Store, [sale.Keys.Facts, sale.Keys.Queue], written, 999, 0, 0, long.MaxValue / 2, 0, 0, 0, 1, 500_000, "", ""))!;
            Assert.Equal([0, answered, 0], answer);
        }

        Assert.Equal((version, 10), ((await sale.CountsAsync()).FactsVersion, (await sale.CountsAsync()).Quantity));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Warm_WhenTheCampaignChangedSinceItWasRead_LeavesTheNewerFacts(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10);
        TestInstance second = await sale.AddInstanceAsync();
        Campaign readBefore = await sale.RowAsync();
        TestSale.Require(await sale.SetQuantityAsync(20));
        TestSale.Require(await sale.PauseAsync());

        long held = (await second.Get<CampaignFacts>().WriteAsync(readBefore, create: true)).Version;

        Assert.Equal((await sale.RowAsync()).Version, held);
        Assert.Equal(20, (await sale.CountsAsync()).Quantity);
        Assert.Equal(ClaimOutcome.Paused, (await sale.ClaimAsync("a", second)).Outcome);
    }

    private static (CampaignState State, int? Remaining) Shown(CampaignView view) => (view.State, view.Remaining);
}
