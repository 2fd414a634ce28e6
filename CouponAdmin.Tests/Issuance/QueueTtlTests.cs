using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Issuance;

/// <summary>What becomes of claims that waited too long, and of the keys when a sale is over.</summary>
public sealed class QueueTtlTests
{
    private const long Minute = 60_000_000;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Drain_WhenThePolicyIsHonour_IssuesTheOldClaim(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = store, QueueTtlSeconds = 1 });
        await sale.PlantAsync(("late", await sale.NowUsAsync() - Minute));

        await sale.DrainAsync();

        Assert.Equal(ClaimStatus.Issued, (await sale.RowOfAsync("late")).Status);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenThePolicyIsExpire_GivesTheUnitOn(StoreKind store, Core.Database.DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = store,
            Database = database,
            Quantity = 2,
            QueueTtlSeconds = 30,
            Policy = QueueTtlPolicy.Expire,
        });
        await sale.PlantAsync(("late", await sale.NowUsAsync() - Minute));
        await sale.ClaimAsync("in time");
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("next")).Outcome);

        await sale.DrainAsync();

        Assert.Equal((ClaimStatus.QueueExpired, null), ((await sale.RowOfAsync("late")).Status, (await sale.RowOfAsync("late")).Code));
        Assert.Equal((ClaimStatus.Issued, 1), ((await sale.RowOfAsync("in time")).Status, (await sale.RowOfAsync("in time")).Number));
        Assert.Equal(ClaimOutcome.QueueExpired, (await sale.ClaimAsync("late")).Outcome);

        // The unit ends a "sold out", so it goes on sale half a second later.
        await Eventually.HoldsAsync<ClaimAnswer>(() => sale.ClaimAsync("next"), answer => answer.Ticket > 0);
        await sale.DrainAsync();
        Assert.Equal(2, (await sale.RowAsync()).Held);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Drain_WhenTheCampaignHasNoTtlOfItsOwn_TakesTheSetting(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = store,
            Policy = QueueTtlPolicy.Expire,
            Issuance = new IssuanceOptions { QueueTtl = TimeSpan.FromMinutes(5) },
        });
        long now = await sale.NowUsAsync();
        await sale.PlantAsync(("six minutes", now - (6 * Minute)), ("four minutes", now - (4 * Minute)));

        await sale.DrainAsync();

        Assert.Equal([ClaimStatus.QueueExpired, ClaimStatus.Issued], (await sale.RowsAsync()).Select(r => r.Status));
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenClosedAndDrained_SealsTheKeysAndTheDatabaseAnswers(StoreKind store, Core.Database.DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        TestInstance second = await sale.AddInstanceAsync();
        await sale.ClaimAsync("a");
        await sale.ClaimAsync("b", second);
        await sale.DrainAsync();
        Assert.Null((await sale.RowAsync()).SealedAt);
        await sale.ClaimAsync("waits");
        TestSale.Require(await sale.CloseAsync());
        await sale.DrainAsync();

        Assert.NotNull((await sale.RowAsync()).SealedAt);
        Assert.Equal(ClaimStatus.Issued, (await sale.RowOfAsync("waits")).Status);
        RedisKey[] keys = [sale.Keys.Facts, sale.Keys.Queue, sale.Keys.Progress];
        DateTime?[] ends = await Task.WhenAll(keys.Select(k => sale.Store.KeyExpireTimeAsync(k)));
        Assert.Single(ends.Distinct());
        Assert.InRange(ends[0]!.Value - TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24.1));

        // The lease keeps its own short life: a restored database must find somebody to drain.
        Assert.False(await sale.Store.KeyTimeToLiveAsync(sale.Keys.Drainer) > TimeSpan.FromSeconds(6));

        // A day later the keys are gone. The second instance still believes that the campaign is live.
        await sale.LoseAsync();
        foreach (TestInstance instance in new[] { sale.First, second })
        {
            Assert.Equal((ClaimOutcome.Known, ClaimStatus.Issued), await StatusAsync("b", instance));
            Assert.Equal(ClaimOutcome.Closed, (await sale.ClaimAsync("late", instance)).Outcome);
            Assert.Null(await instance.Get<MyClaims>().FindAsync(sale.Slug, "late", default));
        }

        Assert.False(await sale.Store.KeyExistsAsync(sale.Keys.Facts), "an ended campaign was warmed");

        async Task<(ClaimOutcome Outcome, ClaimStatus? Status)> StatusAsync(string member, TestInstance by)
        {
            ClaimAnswer answer = await sale.ClaimAsync(member, by);
            return (answer.Outcome, answer.Claim?.Status);
        }
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Warm_WhenTheDatabaseIsRestoredToBeforeTheSeal_TakesTheEndOffTheKeys(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10);
        await sale.ClaimAsync("a");
        TestSale.Require(await sale.CloseAsync());
        await sale.DrainAsync();
        await using (CouponDbContext db = await sale.First.OpenDatabaseAsync())
        {
            await db.Set<Campaign>().Where(c => c.Id == sale.Id).ExecuteUpdateAsync(c => c
                .SetProperty(row => row.SealedAt, (StoreTime?)null).SetProperty(row => row.IsClosed, false).SetProperty(row => row.Version, row => row.Version - 1));
        }

        await sale.First.Warmer.WarmAsync(sale.Id, default);

        RedisKey[] keys = [sale.Keys.Facts, sale.Keys.Queue, sale.Keys.Progress];
        Assert.All(await Task.WhenAll(keys.Select(k => sale.Store.KeyTimeToLiveAsync(k))), Assert.Null);
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("after the restore")).Outcome);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Drain_WhenTheWindowIsOver_IssuesWhoWaitsAndSeals(StoreKind store)
    {
        (TestSale sale, ClaimAnswer told) = await TestSale.OpenBeforeAsync(
            TimeSpan.FromSeconds(1), ClaimOutcome.Queued, "a", edge => new TestSaleOptions { Store = store, ClosesIn = edge });
        await using TestSale ended = sale;
        StoreTime closes = (await sale.RowAsync()).ClosesAt;
        Assert.Equal(ClaimOutcome.Queued, told.Outcome);
        await Eventually.HoldsAsync(sale.CountsAsync, counts => counts.Now >= closes);

        await sale.DrainAsync();

        Assert.Equal(ClaimStatus.Issued, (await sale.RowOfAsync("a")).Status);
        Assert.Equal(ClaimOutcome.Closed, (await sale.ClaimAsync("b")).Outcome);
        Assert.NotNull((await sale.RowAsync()).SealedAt);
    }
}
