using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Issuance;

/// <summary>The store against the database: what was lost, passed over or restored is found and mended.</summary>
public sealed class BooksTests
{
    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Claim_WhenTheQueueIsGoneWhileTheFactsStand_LoadsTheRowsAndGivesNothingTwice(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 6, database);
        ClaimAnswer[] before = await sale.ClaimAllAsync(["a", "b", "c"]);
        await sale.DrainAsync();
        await sale.LoseAsync(sale.Keys.Queue);

        ClaimAnswer next = await sale.ClaimAsync("d");

        Assert.Equal(ClaimOutcome.Queued, next.Outcome);
        Assert.True(next.Ticket > before.Max(b => b.Ticket), "a new ticket is not above the lost ones");
        Assert.Equal(4, next.Place);
        Assert.Equal(before.Select(b => b.Ticket), (await sale.ClaimAllAsync(["a", "b", "c"])).Select(a => a.Ticket));
        Assert.Equal(2, (await sale.ClaimAllAsync(["e", "f", "g"])).Count(a => a.Outcome == ClaimOutcome.Queued));
        await sale.DrainAsync();
        Assert.Equal((6, 1), ((await sale.RowAsync()).Issued, (await sale.RowAsync()).Epoch));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Claim_WhenAnInstanceThatKnowsNothingFindsTheQueueGone_NeverHoldsMoreThanTheQuantity(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        ClaimAnswer[] before = await sale.ClaimAllAsync(TestMembers.Take(10));
        await sale.DrainAsync();
        await sale.LoseAsync(sale.Keys.Queue);
        TestInstance newcomer = await sale.AddInstanceAsync();

        // It can't know of the loss before the books check: what it lets in, the fence refuses; who holds a coupon keeps it.
        await Task.WhenAll(TestMembers.Take(20).Select(m => sale.ClaimAsync(m, newcomer)));
        await sale.CheckBooksAsync(newcomer);
        await sale.DrainAsync(newcomer);
        await sale.CheckBooksAsync(newcomer);

        List<IssuanceRecord> rows = await sale.RowsAsync();
        Assert.Equal(10, (await sale.RowAsync()).Held);
        Assert.Equal(before.Select(b => b.Ticket).Order(), rows.Where(r => r.Status == ClaimStatus.Issued).Select(r => r.Ticket));
        Assert.Equal(rows.Count, rows.Select(r => r.Member).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("late", newcomer)).Outcome);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Claim_WhenTheWholeStoreIsLostInMidSale_GoesOnWithWhatIsRecorded(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 100, database);
        TestInstance second = await sale.AddInstanceAsync();
        int admitted = 0;
        for (int round = 0; round < 4; round++)
        {
            IEnumerable<string> crowd = TestMembers.Take(40, from: (round * 20) + 1);
            await Task.WhenAll(crowd.Select((m, i) => sale.ClaimAsync(m, i % 2 == 0 ? sale.First : second)));
            await sale.DrainAsync(round % 2 == 0 ? sale.First : second);
            admitted = (await sale.RowAsync()).Recorded;
            await sale.LoseAsync();
        }

        ClaimAnswer[] again = await sale.ClaimAllAsync(TestMembers.Take(100));

        Assert.Equal(100, admitted);
        Assert.All(again, a => Assert.Equal(ClaimOutcome.Known, a.Outcome));
        Assert.Equal((await sale.RowsAsync()).Select(r => r.Ticket), again.Select(a => a.Ticket).Order());
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("late", second)).Outcome);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Check_WhenTicketsBelowTheWatermarkHaveNoRow_RecordsThem(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        await sale.ClaimAllAsync(["a", "b"]);
        await sale.DrainAsync();
        long watermark = (await sale.RowAsync()).Watermark;
        await sale.PlantAsync(("stray 1", watermark - 5_000_000), ("stray 2", watermark - 5));
        await sale.DrainAsync();
        Assert.Equal(2, (await sale.RowsAsync()).Count);

        await sale.CheckBooksAsync();

        Assert.Equal(4, (await sale.RowAsync()).Issued);
        Assert.Equal((watermark, 0), ((await sale.RowAsync()).Watermark, (await sale.RowAsync()).Epoch));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Check_WhenTheSaleIsHealthy_ChangesNothing(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        await sale.ClaimAllAsync(["a", "b", "c"]);
        await sale.DrainAsync();
        await sale.ClaimAsync("queued");
        (Campaign row, CampaignCounts counts) before = (await sale.RowAsync(), await sale.CountsAsync());

        await Task.WhenAll(sale.CheckBooksAsync(), sale.CheckBooksAsync(await sale.AddInstanceAsync()));
        WarmOutcome outcome = await sale.First.Warmer.WarmAsync(sale.Id, default);

        Assert.Equal(new WarmOutcome(0, before.row.Version), outcome);
        Assert.Equal(before.counts with { Now = default }, await sale.CountsAsync() with { Now = default });
        Assert.Equal((before.row.Epoch, before.row.Version, before.row.Recorded), await EpochAsync());

        async Task<(int Epoch, long Version, int Recorded)> EpochAsync()
        {
            Campaign after = await sale.RowAsync();
            return (after.Epoch, after.Version, after.Recorded);
        }
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Check_WhenTwoInstancesMendALossWhileMembersClaim_NeitherLosesNorDoubles(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 200, database);
        TestInstance second = await sale.AddInstanceAsync();
        await sale.ClaimAllAsync(TestMembers.Take(100));
        await sale.DrainAsync();
        await sale.LoseAsync();

        Task<ClaimAnswer>[] claims = [.. TestMembers.Take(300).Select((m, i) => sale.ClaimAsync(m, i % 2 == 0 ? sale.First : second))];
        await Task.WhenAll(sale.CheckBooksAsync(), sale.CheckBooksAsync(second), sale.DrainAsync(), sale.DrainAsync(second));
        ClaimAnswer[] answers = await Task.WhenAll(claims);
        await sale.CheckBooksAsync();
        await sale.DrainAsync();

        Assert.DoesNotContain(answers, a => a.Outcome is ClaimOutcome.Closed or ClaimOutcome.Paused or ClaimOutcome.Refused);
        await SaleOracle.KeptAsync(sale, TestMembers.Take(300).Zip(answers.Select(a => a.Ticket)).Where(a => a.Second > 0));
        Assert.Equal(0, (await sale.RowAsync()).Voided);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Sale_WhenANewDatabaseStandsBesideTheOldStore_InheritsNothing(StoreKind store)
    {
        await using TestSale old = await TestSale.OpenAsync(store, quantity: 1);
        await old.ClaimAsync("a");
        await using TestSale fresh = await TestSale.OpenAsync(store, quantity: 1);

        // The same row id and, but for the test's fixture, the same slug: only the key is another.
        Assert.Equal(old.Id, fresh.Id);
        Assert.NotEqual(old.Keys, fresh.Keys);
        Assert.Equal(ClaimOutcome.Queued, (await fresh.ClaimAsync("b")).Outcome);
        Assert.Equal(ClaimOutcome.SoldOut, (await fresh.ClaimAsync("a")).Outcome);
    }

    [Fact]
    public async Task Watch_WhenMinutesPassedAndTheConnectionComesBack_ChecksAtOnce()
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestSale sale = await TestSale.OpenAsync(
            new TestSaleOptions { OwnStore = server.ConnectionString, More = services => services.AddSingleton<TimeProvider>(time) });
        BooksWatch watch = sale.First.Books;
        await watch.StartAsync(default);
        for (int minute = 0; minute < 3; minute++)
        {
            await sale.LoseAsync(sale.Keys.Facts);
            await Eventually.HoldsAsync(FactsAfterAMinuteAsync, isBack => isBack);
        }

        // From here on no minute passes: only the reconnect can wake it. A look that comes too early is repeated after seconds.
        await sale.LoseAsync(sale.Keys.Facts);
        await server.KillAsync();
        await server.StartAgainAsync();
        await using ConnectionMultiplexer own = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        DateTimeOffset end = time.GetUtcNow().AddSeconds(50);
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(time.GetUtcNow() < end ? TimeSpan.FromSeconds(0.1) : TimeSpan.Zero);
                return own.GetDatabase().KeyExistsAsync(sale.Keys.Facts);
            },
            isBack => isBack);
        await watch.StopAsync(default);

        Task<bool> FactsAfterAMinuteAsync()
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return sale.Store.KeyExistsAsync(sale.Keys.Facts);
        }
    }
}
