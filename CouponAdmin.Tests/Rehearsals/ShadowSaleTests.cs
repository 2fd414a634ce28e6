using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.LookUp;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Rehearsals;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CouponAdmin.Tests.Rehearsals;

/// <summary>The sale of a rehearsal on real stores and databases: one over all instances, seen by nobody, and removed whoever dies.</summary>
public sealed class ShadowSaleTests
{
    private static readonly TimeSpan Later = TimeSpan.FromHours(2);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Rehearsal_WhenTwoInstancesStartAtOnce_IsOneAndEndsByItsWindow(DatabaseProvider database)
    {
        await using TestSale sale = await OpenAsync(StoreKind.Redis, database, Later);
        TestInstance second = await sale.AddInstanceAsync();

        Result<RehearsalTurn>[] results = await Task.WhenAll(StartAsync(sale, sale.First), StartAsync(sale, second));
        Assert.Equal(RefusalKind.RehearsalUnderWay, Assert.Single(results, r => r.Refusal is not null).Refusal!.Kind);
        RehearsalTurn turn = Assert.Single(results, r => r.Value is not null).Value!;
        Campaign shadow = (await ShadowAsync(sale))!;
        Assert.Equal((turn.Sale.Id, turn.Cast.Quantity, RehearsalRules.LastsMax), (shadow.Id, shadow.Quantity, shadow.ClosesAt - shadow.OpensAt));

        await second.Get<ClearRehearsal>().ExecuteAsync(turn.Sale.Key, default);
        Assert.Null(await ShadowAsync(sale));
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Rehearsal_WhenItsInstanceDies_IsSeenByNobodyAndRemovedByAnother(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await OpenAsync(store, database, Later);
        RehearsalTurn turn = await BeginAsync(sale);
        await AssertHiddenAsync(sale, turn);

        // Its instance gives signs: nobody touches it.
        TestInstance other = await sale.AddInstanceAsync();
        await other.Get<RehearsalWatch>().LookAsync(default);
        Assert.NotNull(await ShadowAsync(sale));

        // None any more: as after a death.
        await using (CouponDbContext db = await sale.First.OpenDatabaseAsync())
        {
            StoreTime silent = sale.First.Get<StoreClock>().Now + -(RehearsalRules.DeadAfter + TimeSpan.FromSeconds(1));
            await db.Set<SaleRehearsal>().ExecuteUpdateAsync(set => set.SetProperty(r => r.BeatAt, silent));
        }

        await other.Get<RehearsalWatch>().LookAsync(default);
        await AssertGoneAsync(sale, turn.Sale.Key);
        Assert.Equal(RehearsalState.Died, Assert.Single(await other.Get<RehearsalBook>().OfAsync(sale.Slug, default)).State);

        // A drain that somebody still woke finds nothing, and leaves nothing.
        await sale.First.Drainer.DrainAsync([turn.Sale.Id], default);
        await other.Drainer.DrainAsync(null, default);
        await AssertGoneAsync(sale, turn.Sale.Key);
        Assert.NotNull((await StartAsync(sale, other)).Value);
    }

    [Fact]
    public async Task Rehearsal_WhenItsSealWasAllThatADyingInstanceDid_IsStillRemoved()
    {
        await using TestSale sale = await OpenAsync(StoreKind.Redis, DatabaseProvider.Sqlite, Later);
        RehearsalTurn turn = await BeginAsync(sale);
        using CancellationTokenSource dies = new();
        Task clearing = sale.First.Get<ClearRehearsal>().ExecuteAsync(turn.Sale.Key, dies.Token);
        await dies.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => clearing);

        await sale.First.Drainer.DrainAsync(null, default);
        await sale.First.Get<ClearRehearsal>().ExecuteAsync(null, default);
        await AssertGoneAsync(sale, turn.Sale.Key);
    }

    [Theory, InlineData(-5, false), InlineData(30, true)]
    public async Task Start_AtTheBoundBeforeASale_IsRefusedWithinAndAllowedOutside(int secondsBeyond, bool isAllowed)
    {
        await using TestSale sale = await OpenAsync(StoreKind.Redis, DatabaseProvider.Sqlite, QuietMoment.Before + TimeSpan.FromSeconds(secondsBeyond));
        Result<RehearsalTurn> result = await StartAsync(sale, sale.First);

        Assert.Equal(isAllowed, result.Value is not null);
        if (!isAllowed)
        {
            Assert.Equal((RefusalKind.SaleNear, (long)QuietMoment.Before.TotalMinutes), (result.Refusal!.Kind, result.Refusal.Bound));
            Assert.Contains($"'{result.Refusal.Current}'", result.Refusal.Detail, StringComparison.Ordinal);
            Assert.Null(await ShadowAsync(sale));
        }
    }

    [Fact]
    public async Task Start_OfASaleThatIsOpenOrUnknownOrAskedForWrongly_IsRefused()
    {
        await using TestSale sale = await OpenAsync(StoreKind.Redis, DatabaseProvider.Sqlite, TimeSpan.FromMinutes(-1));
        StartRehearsal start = sale.First.Get<StartRehearsal>();

        Assert.Equal(RefusalKind.WrongState, (await StartAsync(sale, sale.First)).Refusal!.Kind);
        Assert.Equal(RefusalKind.UnknownCampaign, (await start.ExecuteAsync("nowhere", RehearsalRulesTests.Plan, TestSale.Operator, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.UnknownCampaign, (await start.ExecuteAsync(ShadowSale.Slug, RehearsalRulesTests.Plan, TestSale.Operator, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.InvalidInput, (await start.ExecuteAsync(sale.Slug, new RehearsalPlan(), TestSale.Operator, default)).Refusal!.Kind);
    }

    [Fact]
    public async Task Reports_BeyondTheKept_MakeRoomOldestFirst()
    {
        await using TestSale sale = await OpenAsync(StoreKind.Redis, DatabaseProvider.Sqlite, Later);
        RehearsalBook book = sale.First.Get<RehearsalBook>();
        List<long> ids = [];
        for (int i = 0; i < RehearsalRules.KeptMax + 2; i++)
        {
            await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
            SaleRehearsal row = new() { CampaignId = sale.Id, ShadowKey = Guid.NewGuid(), StartedBy = "somebody" };
            db.Add(row);
            await db.SaveChangesAsync();
            await book.EndAsync(row.Id, RehearsalState.Failed, null, default);
            ids.Add(row.Id);
        }

        Assert.Equal(ids.AsEnumerable().Reverse().Take(RehearsalRules.KeptMax), (await book.OfAsync(sale.Slug, default)).Select(r => r.Id));
    }

    private static Task<TestSale> OpenAsync(StoreKind store, DatabaseProvider database, TimeSpan opensIn) =>
        TestSale.OpenAsync(new TestSaleOptions { Store = store, Database = database, OpensIn = opensIn, ClosesIn = TimeSpan.FromHours(5), Quantity = 100 });

    private static Task<Result<RehearsalTurn>> StartAsync(TestSale sale, TestInstance by) =>
        by.Get<StartRehearsal>().ExecuteAsync(sale.Slug, RehearsalRulesTests.Plan, TestSale.Operator, default);

    /// <summary>Some claims are recorded, and others only in the store.</summary>
    private static async Task<RehearsalTurn> BeginAsync(TestSale sale)
    {
        RehearsalTurn turn = TestSale.Require(await StartAsync(sale, sale.First));
        await sale.First.Warmer.WarmAsync(turn.Sale.Id, default);
        await ClaimAsync(1, 8);
        await sale.First.Drainer.DrainAsync(null, default);
        await ClaimAsync(9, 12);
        Assert.Equal(8, await sale.First.Get<RehearsalGauge>().RecordedAsync(turn.Sale.Id, default));
        return turn;

        async Task ClaimAsync(int from, int to)
        {
            foreach (int person in Enumerable.Range(from, to - from + 1))
            {
                Assert.Equal(ClaimOutcome.Queued, (await sale.First.Desk.ClaimAsync(ShadowSale.Slug, $"rehearsal-{person}", default, turn.Sale)).Outcome);
            }
        }
    }

    private static async Task AssertHiddenAsync(TestSale sale, RehearsalTurn turn)
    {
        TestInstance instance = sale.First;
        CampaignCatalogue catalogue = instance.Get<CampaignCatalogue>();
        Assert.Equal([sale.Slug], (await catalogue.ListAsync(new CampaignFilter(), default)).Items.Select(c => c.Slug));
        Assert.Equal([sale.Slug], (await catalogue.PublishedAsync(default)).Select(c => c.Slug));
        Assert.Null(await catalogue.FindAsync(ShadowSale.Slug, default));
        Assert.Null(await instance.Get<CampaignDirectory>().FindAsync(ShadowSale.Slug, default));
        Assert.Equal(ClaimOutcome.UnknownCampaign, (await instance.Desk.ClaimAsync(ShadowSale.Slug, "an-outsider", default)).Outcome);
        Assert.Equal(RefusalKind.UnknownCampaign, (await instance.Get<CloseCampaign>().ExecuteAsync(ShadowSale.Slug, TestSale.Operator, default)).Refusal!.Kind);
        Assert.Null(await instance.Get<MyClaims>().FindAsync(ShadowSale.Slug, "rehearsal-1", default));
        Assert.Empty((await instance.Get<MyClaims>().ListAsync("rehearsal-1", 10, default)).Recorded);
        Assert.Empty(Assert.Single((await instance.Get<ClaimLookUp>().FindAsync("rehearsal-1", default)).Members).Timelines);
        Assert.Empty(TestSale.Require(await instance.Get<MemberData>().ExportAsync("rehearsal-1", TestSale.Operator, default)).Claims);
        await using CouponDbContext db = await instance.OpenDatabaseAsync();
        string code = (await db.Set<IssuanceRecord>().FirstAsync(i => i.CampaignId == turn.Sale.Id)).Code!;
        Assert.Null(await instance.Get<IssuanceHistory>().FindByCodeAsync(code, default));
        Assert.Empty(await db.Set<CouponEvent>().Where(e => e.CampaignId == turn.Sale.Id).ToListAsync());
        Assert.Null(await instance.Get<QuietMoment>().FindSaleAsync(default));
        Assert.False(await instance.Get<IQuietMoment>().IsNowAsync(default));
    }

    private static async Task AssertGoneAsync(TestSale sale, Guid key)
    {
        Assert.Null(await ShadowAsync(sale));
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        Assert.Empty(await db.Set<IssuanceRecord>().ToListAsync());
        Assert.Empty(await db.Set<QuarantinedClaim>().ToListAsync());
        Assert.Equal(0, await KeysOfASale.CountAsync(sale.Store, key, sale.First.Get<StoreClock>().Now));
    }

    private static async Task<Campaign?> ShadowAsync(TestSale sale)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        return await db.Set<Campaign>().IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == ShadowSale.Slug);
    }
}
