using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Issuance;

/// <summary>"Sold out" without asking the store: only to members without a ticket, and never once a unit may be had.</summary>
public sealed class SoldOutMemoryTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenTheSaleIsSoldOut_IsRefusedFromMemoryButForTicketHolders(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 300);
        string[] holders = [.. TestMembers.Take(300)];
        ClaimAnswer[] first = await sale.ClaimAllAsync(holders);

        await SellsOutInMemoryAsync(sale, sale.First);

        SoldOutMemory memory = MemoryOf(sale.First);
        Assert.DoesNotContain(holders, holder => memory.Refuses(sale.Keys.Campaign, holder));
        ClaimAnswer[] again = await sale.ClaimAllAsync(holders);
        Assert.All(again, answer => Assert.Equal(ClaimOutcome.Known, answer.Outcome));
        Assert.Equal(first.Select(a => a.Ticket), again.Select(a => a.Ticket));
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("too late")).Outcome);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Raise_WhenAnotherInstanceSaysSoldOutFromMemory_IsOnSaleThereOnceItIsAnswered(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 2);
        TestInstance second = await sale.AddInstanceAsync();
        await sale.ClaimAllAsync(["a", "b"]);
        for (int topUp = 1; topUp <= 4; topUp++)
        {
            await SellsOutInMemoryAsync(sale, second);

            TestSale.Require(await sale.SetQuantityAsync(2 + topUp));

            // First on one instance, then the same member on the one that said otherwise.
            ClaimAnswer given = await sale.ClaimAsync($"more {topUp}");
            ClaimAnswer there = await sale.ClaimAsync($"more {topUp}", second);
            Assert.Equal((ClaimOutcome.Queued, ClaimOutcome.Known, given.Ticket), (given.Outcome, there.Outcome, there.Ticket));
        }

        await sale.DrainAsync();
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Facts_WhenTheyEndASoldOut_PutTheUnitsOnSaleLaterThanAnyMemoryLasts(StoreKind store)
    {
        Assert.True(CampaignFacts.OnSaleAfter > SoldOutMemory.GoodFor);
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 1);
        await sale.ClaimAsync("a");
        Campaign row = await sale.RowAsync();
        (row.Quantity, row.Version) = (2, row.Version + 1);
        long before = await sale.NowUsAsync();

        CampaignFacts.Written written = await sale.First.Get<CampaignFacts>().WriteAsync(row, create: false);
        ClaimAnswer soon = await sale.ClaimAsync("b");
        ClaimAnswer given = await Eventually.HoldsAsync<ClaimAnswer>(() => sale.ClaimAsync("b"), answer => answer.Outcome != ClaimOutcome.NotReady);

        Assert.Equal(CampaignFacts.OnSaleAfter, written.OnSaleIn);
        Assert.Equal((ClaimOutcome.NotReady, ClaimOutcome.Queued), (soon.Outcome, given.Outcome));
        Assert.True(given.Ticket - before >= CampaignFacts.OnSaleAfter.TotalMicroseconds, $"{given.Ticket - before} µs");
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Facts_WhenUnitsAreLeft_PutMoreOnSaleAtOnce(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 2);
        await sale.ClaimAsync("a");
        Campaign row = await sale.RowAsync();
        (row.Quantity, row.Version) = (3, row.Version + 1);

        Assert.Equal(TimeSpan.Zero, (await sale.First.Get<CampaignFacts>().WriteAsync(row, create: false)).OnSaleIn);

        Assert.All(await sale.ClaimAllAsync(["b", "c"]), answer => Assert.Equal(ClaimOutcome.Queued, answer.Outcome));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenASoldOutSaleIsPausedOrClosed_HearsThatAtOnceHereAndSoonElsewhere(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 1);
        await sale.ClaimAsync("a");
        TestInstance second = await sale.AddInstanceAsync();
        await SellsOutInMemoryAsync(sale, second);
        await SellsOutInMemoryAsync(sale, sale.First);

        TestSale.Require(await sale.PauseAsync());
        Assert.Equal(ClaimOutcome.Paused, (await sale.ClaimAsync("late")).Outcome);
        await Eventually.HoldsAsync<ClaimAnswer>(() => sale.ClaimAsync("late", second), answer => answer.Outcome == ClaimOutcome.Paused);
        TestSale.Require(await sale.ResumeAsync());
        await SellsOutInMemoryAsync(sale, sale.First);
        TestSale.Require(await sale.CloseAsync());
        Assert.Equal(ClaimOutcome.Closed, (await sale.ClaimAsync("late")).Outcome);
        await Eventually.HoldsAsync<ClaimAnswer>(() => sale.ClaimAsync("late", second), answer => answer.Outcome == ClaimOutcome.Closed);
    }

    [Fact]
    public async Task Memory_WhenTheStoreStandsStill_RunsOut()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = server.ConnectionString, Quantity = 1 });
        await sale.ClaimAsync("a");
        await SellsOutInMemoryAsync(sale, sale.First);

        server.Freeze();
        await Eventually.HoldsAsync(() => MemoryOf(sale.First).Refuses(sale.Keys.Campaign, "late"), refuses => !refuses);
        ClaimAnswer unknown = await sale.ClaimAsync("late");
        server.Thaw();

        // "Unknown" must never look like "sold out".
        Assert.Equal(ClaimOutcome.StoreUnavailable, unknown.Outcome);
        await SellsOutInMemoryAsync(sale, sale.First);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Warm_AfterALossOfASoldOutSale_PutsTheLostUnitsOnSaleEverywhereAtOnce(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 3);
        TestInstance second = await sale.AddInstanceAsync();
        await sale.ClaimAllAsync(["a", "b", "c"]);
        await SellsOutInMemoryAsync(sale, second);

        await sale.LoseAsync();
        await sale.First.Warmer.WarmAsync(sale.Id, default);

        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("new", second)).Outcome);
        Assert.Equal(ClaimOutcome.Known, (await sale.ClaimAsync("new")).Outcome);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Holders_WhenTheQueueHoldsOtherThanItDid_AreReadAnew(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 3);
        await sale.ClaimAllAsync(["a", "b", "c"]);
        SortedSetEntry[] queue = await sale.QueueAsync();
        SoldOutLook look = new(1, queue.Length, (long)queue[^1].Score);
        TicketHolders holders = new(sale.Keys.Campaign, sale.First.Get<Core.Issuance.Draining.QueueReader>());
        await holders.LoadAsync(look, default);
        Assert.True(holders.IsOf(look));

        // One that came before the last: a restored store may hold it.
        await sale.PlantAsync(("between", (long)queue[0].Score - 1));
        SoldOutLook now = look with { Given = 4 };
        await holders.LoadAsync(now, default);
        Assert.False(holders.IsOf(now));
        await holders.LoadAsync(now, default);

        Assert.True(holders.IsOf(now));
        Assert.All(["a", "b", "c", "between"], member => Assert.True(TicketHolders.Has(holders.Sorted, member)));
    }

    private static SoldOutMemory MemoryOf(TestInstance instance) => instance.Get<SoldOutMemory>();

    // What the instance's background work does, and what it waits for: somebody who hears "sold out".
    private static async Task SellsOutInMemoryAsync(TestSale sale, TestInstance instance)
    {
        SoldOutWatch watch = instance.Get<SoldOutWatch>();
        if (watch.ExecuteTask is null)
        {
            await watch.StartAsync(default);
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                await sale.ClaimAsync("nobody yet", instance);
                return MemoryOf(instance).Refuses(sale.Keys.Campaign, "nobody yet");
            },
            refuses => refuses);
    }
}
