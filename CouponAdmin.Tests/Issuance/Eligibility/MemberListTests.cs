using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Issuance.Eligibility;

/// <summary>Whoever is on the list may claim, and nobody else: whatever becomes of the store, and while the list is replaced.</summary>
public sealed class MemberListTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenAListSaysWhoMay_RefusesTheOthersAfterPausedAndBeforeSoldOut(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 2);
        TestInstance second = await sale.AddInstanceAsync();
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("early", second)).Outcome);
        TestSale.Require(await sale.ReplaceListAsync(["a", "b"]));

        Assert.Equal(ClaimOutcome.NotEligible, (await sale.ClaimAsync("x")).Outcome);
        Assert.Equal(ClaimOutcome.NotEligible, (await sale.ClaimAsync("x", second)).Outcome);
        TestSale.Require(await sale.PauseAsync());
        Assert.Equal(ClaimOutcome.Paused, (await sale.ClaimAsync("x")).Outcome);
        TestSale.Require(await sale.ResumeAsync());
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("a", second)).Outcome);

        // Sold out now; whoever has a ticket keeps it, on the list or not.
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("b")).Outcome);
        Assert.Equal(ClaimOutcome.NotEligible, (await sale.ClaimAsync("x", second)).Outcome);
        TestSale.Require(await sale.ReplaceListAsync(["b"], second));
        Assert.Equal(ClaimOutcome.Known, (await sale.ClaimAsync("a")).Outcome);
        Assert.Equal(ClaimOutcome.Known, (await sale.ClaimAsync("early")).Outcome);
        await sale.DrainAsync();
        Assert.Equal(["early", "a"], (await sale.RowsAsync()).Select(r => r.Member));
        TestSale.Require(await sale.First.Get<RemoveMemberList>().ExecuteAsync(sale.Slug, TestSale.Operator, default));
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("x", second)).Outcome);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenTheListOfADraftIsPublished_ObeysItFromTheFirstOn(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        string slug = $"draft-{Guid.NewGuid():N}";
        TestSale.Require(await sale.First.Get<CreateCampaign>().ExecuteAsync(
            new TestSaleOptions().Draft(slug, TimeProvider.System.GetUtcNow()), TestSale.Operator, default));
        await using MemoryStream file = new("a\n"u8.ToArray());
        TestSale.Require(await sale.First.Get<ReplaceMemberList>().ExecuteAsync(slug, file, ListFileKind.Csv, TestSale.Operator, null, default));

        CampaignView view = TestSale.Require(await sale.First.Get<PublishCampaign>().ExecuteAsync(slug, TestSale.Operator, default));

        Assert.Equal((Core.Campaigns.Eligibility.MemberList, 1), (view.Eligibility, view.ListedMembers));
        Assert.Equal(ClaimOutcome.NotEligible, (await sale.First.Desk.ClaimAsync(slug, "x", default)).Outcome);
        Assert.Equal(ClaimOutcome.Queued, (await sale.First.Desk.ClaimAsync(slug, "a", default)).Outcome);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Script_WhenTheListIsNotInTheStoreAsAWhole_JudgesNobody(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        TestSale.Require(await sale.ReplaceListAsync(["a", "b", "c"]));
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("a")).Outcome);
        RedisKey members = sale.Keys.Members((await sale.RowAsync()).MemberListName);
        AdmissionScript script = sale.First.Get<AdmissionScript>();

        foreach (Func<Task> damage in new Func<Task>[] { () => sale.Store.SetRemoveAsync(members, "b"), () => sale.Store.KeyDeleteAsync(members) })
        {
            await damage();
            Assert.Equal(
                [ClaimKind.Known, ClaimKind.ListMissing, ClaimKind.ListMissing],
                (await script.RunAsync(sale.Keys.Campaign, ["a", "c", "x"])).Select(answer => answer.Kind));

            // The desk brings it back by itself, and then judges.
            Assert.Equal(ClaimOutcome.NotEligible, (await sale.ClaimAsync("x")).Outcome);
        }

        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("b")).Outcome);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Books_WhenTheStoreLostEverything_BringTheListBack(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, database: database);
        TestSale.Require(await sale.ReplaceListAsync(TestMembers.Take(MemberListRules.MembersPerCommand + 500)));
        await sale.ClaimAsync(TestMembers.Name(1));
        await sale.DrainAsync();
        RedisKey members = sale.Keys.Members((await sale.RowAsync()).MemberListName);

        await sale.LoseAsync(sale.Keys.Facts, sale.Keys.Queue, sale.Keys.Progress, members);
        await sale.CheckBooksAsync();

        Assert.Equal(MemberListRules.MembersPerCommand + 500, await sale.Store.SetLengthAsync(members));
        Assert.Equal(ClaimOutcome.Known, (await sale.ClaimAsync(TestMembers.Name(1))).Outcome);
        Assert.Equal(ClaimOutcome.NotEligible, (await sale.ClaimAsync("x")).Outcome);
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync(TestMembers.Name(1_500))).Outcome);

        // The set alone: the facts still name it.
        await sale.Store.KeyDeleteAsync(members);
        await sale.CheckBooksAsync();
        Assert.Equal(MemberListRules.MembersPerCommand + 500, await sale.Store.SetLengthAsync(members));
    }

    [Fact]
    public async Task Restart_OfTheEmbeddedStore_KeepsTheList()
    {
        using TestDirectory folder = new("listed");
        await using EmbeddedStore store = await EmbeddedStore.StartAsync(folder.Path, NullLoggerFactory.Instance, default);
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = store.ConnectionString });
        TestSale.Require(await sale.ReplaceListAsync(["a", "b"]));

        await store.RestartAsync(default);

        Assert.Equal(2, await Eventually.HoldsAsync(() => HeldAsync(sale), held => held >= 0));
        await Eventually.HoldsAsync(() => sale.ClaimAsync("a"), answer => answer.Outcome is ClaimOutcome.Queued or ClaimOutcome.Known);
        Assert.Equal(ClaimOutcome.NotEligible, (await sale.ClaimAsync("x")).Outcome);
    }

    /// <summary>One list after another while members of both, of one and of none claim without a pause.</summary>
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Replace_WhileClaimsRun_JudgesNobodyByHalfAList(StoreKind store)
    {
        const int Size = 4_000;
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 100_000);
        TestInstance second = await sale.AddInstanceAsync();
        string[] inBoth = [.. TestMembers.Take(Size)];
        string[][] lists = [[.. inBoth, .. TestMembers.Take(Size, from: 10_000)], [.. TestMembers.Take(Size, from: 20_000), .. inBoth]];
        TestSale.Require(await sale.ReplaceListAsync(lists[0]));
        using CancellationTokenSource replaced = new();

        Task<List<ClaimAnswer>>[] claims =
        [
            .. new[] { sale.First, second }.SelectMany((by, i) => new[] { ClaimAsync(by, n => inBoth[((2 * n) + i) % Size]), ClaimAsync(by, n => $"stranger-{i}-{n}") }),
        ];
        for (int times = 1; times <= 4; times++)
        {
            TestSale.Require(await sale.ReplaceListAsync(lists[times % 2], times % 3 == 0 ? second : sale.First));
        }

        await replaced.CancelAsync();
        List<ClaimAnswer>[] answers = await Task.WhenAll(claims);
        for (int i = 0; i < answers.Length; i++)
        {
            bool isListed = i % 2 == 0;
            Assert.NotEmpty(answers[i]);
            Assert.All(answers[i], answer => Assert.True(
                answer.Outcome is ClaimOutcome.NotReady or ClaimOutcome.StoreUnavailable
                || (isListed ? answer.Outcome is ClaimOutcome.Queued or ClaimOutcome.Known : answer.Outcome == ClaimOutcome.NotEligible),
                $"a member {(isListed ? "of both lists" : "of none")} heard {answer.Outcome}"));
        }

        // Those of before are gone, in the store and in the database.
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        Assert.Equal((await sale.RowAsync()).MemberListKey, (await db.Set<MemberList>().SingleAsync()).Key);
        Assert.Equal(2 * Size, await db.Set<ListedMember>().CountAsync());

        async Task<List<ClaimAnswer>> ClaimAsync(TestInstance by, Func<int, string> member)
        {
            List<ClaimAnswer> heard = [];
            for (int n = 0; !replaced.IsCancellationRequested; n++)
            {
                heard.Add(await sale.ClaimAsync(member(n), by));
            }

            return heard;
        }
    }

    [Fact]
    public async Task Replace_WhenTheStoreWasKilled_IsInForceAfterTheNextCheck()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = redis.ConnectionString });
        await redis.KillAsync();

        Result<MemberListImport> import = await sale.ReplaceListAsync(["a"]);

        Assert.False(import.IsInForce);
        await redis.StartAgainAsync();
        await Eventually.HoldsAsync<CampaignCounts?>(async () => await sale.First.Get<CampaignFacts>().TryReadAsync(sale.Keys.Campaign), counts => counts is not null);
        await sale.CheckBooksAsync();
        Assert.Equal(ClaimOutcome.NotEligible, (await sale.ClaimAsync("x")).Outcome);
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("a")).Outcome);
    }

    [Fact]
    public async Task Erase_WhenAMemberIsOnALiveList_TakesThemOffEverywhere()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        TestSale.Require(await sale.ReplaceListAsync(["a", "b"]));

        TestSale.Require(await sale.First.Get<EraseMember>().ExecuteAsync("b", "asked for it", TestSale.Operator, default));
        await sale.CheckBooksAsync();

        Assert.Equal(1, (await sale.RowAsync()).MemberListSize);
        Assert.Equal(["a"], (await sale.Store.SetMembersAsync(sale.Keys.Members((await sale.RowAsync()).MemberListName))).Select(m => (string)m!));
        Assert.Equal(ClaimOutcome.NotEligible, (await sale.ClaimAsync("b")).Outcome);
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("a")).Outcome);
    }

    private static async Task<long> HeldAsync(TestSale sale)
    {
        try
        {
            return await sale.Store.SetLengthAsync(sale.Keys.Members((await sale.RowAsync()).MemberListName));
        }
        catch (RedisException)
        {
            return -1;
        }
    }
}
