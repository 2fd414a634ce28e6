using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CouponAdmin.Tests.Issuance;

/// <summary>What the store forgets after two days stays in the database, once.</summary>
public sealed class TallyKeeperTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task TallyKeeper_WhenTwoInstancesKeepAtOnce_KeepsEverySecondOnceAndNeverLowersIt(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 10, database);
        TestInstance second = await sale.AddInstanceAsync();
        StoreTime minute = await BornEarlierAsync(sale, TimeSpan.FromMinutes(90));
        TallyStore store = sale.First.Get<TallyStore>();
        await store.AddAsync(sale.Keys.Campaign, minute + TimeSpan.FromSeconds(3), [(TallyKind.Admitted, 5), (TallyKind.SoldOut, 7)]);
        await store.AddAsync(sale.Keys.Campaign, minute + TimeSpan.FromMinutes(70), [(TallyKind.Repeated, 2), (TallyKind.Refused, 3), (TallyKind.Limited, 4)]);
        await store.AddAsync(sale.Keys.Campaign, new StoreTime(await sale.NowUsAsync()), [(TallyKind.Admitted, 1)]);

        await Task.WhenAll(sale.First.Get<TallyKeeper>().KeepAsync(default), second.Get<TallyKeeper>().KeepAsync(default));
        await sale.Store.KeyDeleteAsync(sale.Keys.Tally(minute));
        await store.AddAsync(sale.Keys.Campaign, minute + TimeSpan.FromSeconds(3), [(TallyKind.Admitted, 1)]);
        TestInstance restarted = await sale.AddInstanceAsync();
        await sale.CountsAsync();
        await restarted.Get<TallyKeeper>().KeepAsync(default);

        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        List<TallyRecord> kept = await db.Set<TallyRecord>().AsNoTracking().OrderBy(t => t.Second).ToListAsync();
        Assert.Equal([minute + TimeSpan.FromSeconds(3), minute + TimeSpan.FromMinutes(70)], kept.Select(t => t.Second));
        Assert.Equal((5, 7), (kept[0].Admitted, kept[0].SoldOut));
        Assert.Equal((2, 3, 4), (kept[1].Repeated, kept[1].Refused, kept[1].Limited));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task FrequentAskers_WhenTwoInstancesCount_AddUpAndAreToldOnce(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 10, database);
        TestInstance second = await sale.AddInstanceAsync();
        await AskAsync(sale.First, "often", 4);
        await AskAsync(sale.First, "once", 1);
        await AskAsync(second, "often", 3);
        await AskAsync(second, "OFTEN", 2);

        foreach (TestInstance instance in new[] { sale.First, second, sale.First, second })
        {
            await instance.Get<TallyKeeper>().KeepAsync(default);
        }

        await AskAsync(sale.First, "often", 1);
        await sale.First.Get<TallyKeeper>().KeepAsync(default);

        Assert.Equal([("OFTEN", 2), ("often", 8)], await AskersAsync(sale));
    }

    [Fact]
    public async Task FrequentAskers_WhenMoreThanAHundredAskOften_KeepTheHundredWhoAskMost()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        FrequentAskers askers = sale.First.Get<FrequentAskers>();
        for (int member = 1; member <= 120; member++)
        {
            for (int ask = 0; ask <= member; ask++)
            {
                askers.Note(sale.Keys.Campaign, TestMembers.Name(member));
            }
        }

        await sale.First.Get<TallyKeeper>().KeepAsync(default);

        List<(string Member, int Times)> kept = await AskersAsync(sale);
        Assert.Equal(Enumerable.Range(21, 100).Select(member => (TestMembers.Name(member), member + 1)), kept);
    }

    [Fact]
    public void AskerSketch_WhenFull_NeverCountsMoreThanWasAskedAndFindsWhoAsksMost()
    {
        AskerSketch sketch = new(membersMax: 50);
        Dictionary<string, int> truth = [];
        Random random = new(7);
        for (int i = 0; i < 20_000; i++)
        {
            // Three ask far more often than the thousands around them.
            string member = i % 10 == 0 ? $"eager-{i / 10 % 3}" : TestMembers.Name(random.Next(5_000));
            truth[member] = truth.GetValueOrDefault(member) + 1;
            sketch.Add(member);
        }

        Assert.Equal(50, sketch.Count);
        IReadOnlyList<AskerSketch.Entry> found = sketch.News(least: 1, take: 50);
        Assert.All(found, e => Assert.InRange(e.Sure, 1, truth[e.Member]));
        Assert.All(found, e => Assert.True(e.Count >= truth[e.Member], "the count with its error is an upper bound"));
        Assert.Equal(["eager-0", "eager-1", "eager-2"], found.Take(3).Select(e => e.Member).Order());
    }

    private static async Task AskAsync(TestInstance by, string member, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await by.Desk.ClaimAsync(SlugOf(by), member, default);
        }
    }

    private static string SlugOf(TestInstance instance)
    {
        using CouponDbContext db = instance.Get<IDbContextFactory<CouponDbContext>>().CreateDbContext();
        return db.Set<Core.Campaigns.Campaign>().Single().Slug;
    }

    private static async Task<List<(string Member, int Times)>> AskersAsync(TestSale sale)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        List<FrequentAsker> askers = await db.Set<FrequentAsker>().AsNoTracking().ToListAsync();
        return [.. askers.OrderBy(a => a.Member, StringComparer.Ordinal).Select(a => (a.Member, a.Times))];
    }

    /// <summary>Makes the campaign older, so that it has whole past minutes; gives the first of them.</summary>
    private static async Task<StoreTime> BornEarlierAsync(TestSale sale, TimeSpan by)
    {
        StoreTime born = Core.Campaigns.CampaignKeys.MinuteOf(new StoreTime(await sale.NowUsAsync()) + -by);
        await sale.ExecuteSqlAsync($"UPDATE \"campaigns\" SET \"CreatedAt\" = {born.Microseconds}");
        return born;
    }
}
