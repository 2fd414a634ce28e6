using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Tests.Campaigns;

/// <summary>From draft to closed: what each act allows, refuses and writes down.</summary>
public sealed class CampaignLifeTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Draft_WhenCreatedEditedAndPublished_IsShownAndAudited(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, database: database);
        string slug = "next-" + sale.Slug;
        CampaignDraft draft = Draft(slug);

        CampaignView created = TestSale.Require(await CreateAsync(sale, draft));
        Assert.Equal((CampaignState.Draft, null), (created.State, created.Remaining));
        Assert.Null(await sale.First.Get<CampaignCatalogue>().FindPublishedAsync(slug, default));
        draft.Quantity = 77;
        draft.Name = "  다른 이름  ";
        CampaignView edited = TestSale.Require(await EditAsync(sale, slug, draft));
        Assert.Equal((77, "다른 이름"), (edited.Quantity, edited.Name));
        CampaignView published = TestSale.Require(await PublishAsync(sale, slug));
        Assert.Equal((CampaignState.Open, 77), (published.State, published.Remaining));

        Assert.Equal(["create-campaign", "edit-campaign", "publish-campaign"], (await AuditAsync(sale, slug)).Select(a => a.Action));
        Assert.All(await AuditAsync(sale, slug), a => Assert.Equal(("operator-1", "Test Operator"), (a.ActorId, a.ActorName)));
        Assert.Equal(ClaimOutcome.Queued, (await sale.First.Desk.ClaimAsync(slug, "a", default)).Outcome);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Create_WhenTwoOperatorsSendTheSameSlugAtOnce_OneIsRefused(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, database: database);
        string slug = "twice-" + sale.Slug;

        Result<CampaignView>[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CreateAsync(sale, Draft(slug)))));

        Assert.Single(results, r => r.Value is not null);
        Assert.All(results.Where(r => r.Value is null), r => Assert.Equal(RefusalKind.SlugTaken, r.Refusal!.Kind));
        Assert.Single(await AuditAsync(sale, slug));
    }

    [Fact]
    public async Task Act_WhenTheStateDoesNotAllowIt_IsRefusedAndNotWrittenDown()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        string slug = "draft-" + sale.Slug;
        TestSale.Require(await CreateAsync(sale, Draft(slug)));
        TestInstance first = sale.First;

        Refused(RefusalKind.WrongState, await first.Get<PauseCampaign>().ExecuteAsync(slug, TestSale.Operator, default));
        Refused(RefusalKind.WrongState, await first.Get<ResumeCampaign>().ExecuteAsync(slug, TestSale.Operator, default));
        Refused(RefusalKind.WrongState, await first.Get<CloseCampaign>().ExecuteAsync(slug, TestSale.Operator, default));
        Refused(RefusalKind.WrongState, await first.Get<ChangeQuantity>().ExecuteAsync(slug, 5, "why", TestSale.Operator, default));
        Refused(RefusalKind.WrongState, await first.Get<WarmCampaign>().ExecuteAsync(slug, TestSale.Operator, default));
        Assert.Equal(["create-campaign"], (await AuditAsync(sale, slug)).Select(a => a.Action));

        Refused(RefusalKind.WrongState, await EditAsync(sale, sale.Slug, Draft(sale.Slug)));
        Refused(RefusalKind.WrongState, await PublishAsync(sale, sale.Slug));
        Refused(RefusalKind.SlugTaken, await EditAsync(sale, slug, Draft(sale.Slug)));
        TestSale.Require(await sale.CloseAsync());
        Refused(RefusalKind.WrongState, await sale.CloseAsync());
        Refused(RefusalKind.WrongState, await sale.PauseAsync());
        Refused(RefusalKind.WrongState, await sale.ResumeAsync());
        Refused(RefusalKind.WrongState, await sale.SetQuantityAsync(100));
        Assert.Equal(["publish-campaign", "close-campaign"], (await AuditAsync(sale, sale.Slug)).Skip(1).Select(a => a.Action));
    }

    [Fact]
    public async Task Act_WhenTheCampaignIsUnknown_SaysSo()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        TestInstance first = sale.First;

        Refused(RefusalKind.UnknownCampaign, await first.Get<PauseCampaign>().ExecuteAsync("none", TestSale.Operator, default));
        Refused(RefusalKind.UnknownCampaign, await EditAsync(sale, "none", Draft("none")));
        Refused(RefusalKind.UnknownCampaign, await PublishAsync(sale, "none"));
        Refused(RefusalKind.UnknownCampaign, await first.Get<WarmCampaign>().ExecuteAsync("none", TestSale.Operator, default));
        Refused(RefusalKind.UnknownCampaign, await first.Get<ChangeQuantity>().ExecuteAsync("none", 5, "why", TestSale.Operator, default));
        Refused(RefusalKind.UnknownCampaign, await first.Get<RevokeCoupon>().ExecuteAsync("none", 1, "why", true, TestSale.Operator, default));
    }

    [Fact]
    public async Task Publish_WhenTheWindowIsOver_IsRefused()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        string slug = "short-" + sale.Slug;
        CampaignDraft draft = Draft(slug);
        draft.ClosesAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(500);
        TestSale.Require(await CreateAsync(sale, draft));
        await Eventually.HoldsAsync(sale.CountsAsync, counts => counts.Now.ToDateTimeOffset() > draft.ClosesAt);

        Refused(RefusalKind.WrongState, await PublishAsync(sale, slug));
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Warm_WhenTheStoreLostRows_ReportsWhatItLoaded(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        await sale.ClaimAllAsync(["a", "b", "c"]);
        await sale.DrainAsync();
        await sale.ClaimAsync("queued");
        WarmReport healthy = await WarmAsync();
        await sale.LoseAsync(sale.Keys.Queue);
        WarmReport mended = await WarmAsync();

        Assert.Equal((0, 3, 4, 1, true), (healthy.RowsLoaded, healthy.Recorded, healthy.Admitted, healthy.Queued, healthy.Balances));
        Assert.Equal((3, 3, 3, 0), (mended.RowsLoaded, mended.Recorded, mended.Admitted, mended.Queued));
        Assert.Equal((await sale.RowAsync()).Version, mended.FactsVersion);
        Assert.Equal(2, (await AuditAsync(sale, sale.Slug)).Count(a => a.Action == "warm-campaign"));

        async Task<WarmReport> WarmAsync() => TestSale.Require(await sale.First.Get<WarmCampaign>().ExecuteAsync(sale.Slug, TestSale.Operator, default));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Pause_WhenClaimsWait_StopsAdmissionAndNotDraining(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        await sale.ClaimAsync("a");
        Assert.Equal(CampaignState.Paused, TestSale.Require(await sale.PauseAsync()).State);
        TestSale.Require(await sale.PauseAsync());
        await sale.DrainAsync();

        Assert.Equal(ClaimStatus.Issued, (await sale.RowOfAsync("a")).Status);
        Assert.Equal(CampaignState.Open, TestSale.Require(await sale.ResumeAsync()).State);
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("b")).Outcome);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task List_WhenFilteredByState_AgreesWithEachCampaignsOwnState(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Database = database, Quantity = 1 });
        await sale.ClaimAsync("a");
        await sale.DrainAsync();
        TestSale.Require(await CreateAsync(sale, Draft("a-draft")));
        foreach ((string slug, TimeSpan opensIn) in new[] { ("is-open", TimeSpan.Zero), ("is-paused", TimeSpan.Zero), ("is-closed", TimeSpan.Zero), ("is-coming", TimeSpan.FromMinutes(5)) })
        {
            CampaignDraft draft = Draft(slug);
            draft.OpensAt += opensIn;
            TestSale.Require(await CreateAsync(sale, draft));
            TestSale.Require(await PublishAsync(sale, slug));
        }

        TestSale.Require(await sale.First.Get<PauseCampaign>().ExecuteAsync("is-paused", TestSale.Operator, default));
        TestSale.Require(await sale.First.Get<CloseCampaign>().ExecuteAsync("is-closed", TestSale.Operator, default));
        CampaignCatalogue catalogue = sale.First.Get<CampaignCatalogue>();

        Assert.Equal(6, (await catalogue.ListAsync(new CampaignFilter(), default)).Total);
        foreach (CampaignState state in new[] { CampaignState.Draft, CampaignState.Open, CampaignState.Paused, CampaignState.Closed, CampaignState.Scheduled, CampaignState.SoldOut })
        {
            Assert.Equal(state, Assert.Single((await catalogue.ListAsync(new CampaignFilter(State: state), default)).Items).State);
        }

        Assert.Equal("is-open", (await catalogue.PublishedAsync(default))[0].Slug);
        Assert.Single((await catalogue.ListAsync(new CampaignFilter(Search: "IS-CLO"), default)).Items);
    }

    private static CampaignDraft Draft(string slug) => new TestSaleOptions().Draft(slug, TimeProvider.System.GetUtcNow());

    private static Task<Result<CampaignView>> CreateAsync(TestSale sale, CampaignDraft draft) =>
        sale.First.Get<CreateCampaign>().ExecuteAsync(draft, TestSale.Operator, default);

    private static Task<Result<CampaignView>> EditAsync(TestSale sale, string slug, CampaignDraft draft) =>
        sale.First.Get<EditCampaign>().ExecuteAsync(slug, draft, TestSale.Operator, default);

    private static Task<Result<CampaignView>> PublishAsync(TestSale sale, string slug) =>
        sale.First.Get<PublishCampaign>().ExecuteAsync(slug, TestSale.Operator, default);

    private static async Task<List<AuditEntry>> AuditAsync(TestSale sale, string subject)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        return await db.Set<AuditEntry>().AsNoTracking().Where(a => a.Subject == subject).OrderBy(a => a.Id).ToListAsync();
    }

    private static void Refused<T>(RefusalKind kind, Result<T> result)
        where T : class => Assert.Equal(kind, result.Refusal?.Kind);
}
