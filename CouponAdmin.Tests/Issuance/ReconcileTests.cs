using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Reconcile;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Issuance;

/// <summary>Planted damage of every kind is found by the comparison, mended where there is one right answer, and a healthy sale gives no finding.</summary>
public sealed class ReconcileTests
{
    private static readonly (FindingKind Kind, Func<TestSale, Task> PlantAsync)[] Damages =
    [
        (FindingKind.FactsMissing, sale => sale.LoseAsync(sale.Keys.Facts)),
        (FindingKind.FactsDiffer, sale => sale.Store.HashSetAsync(sale.Keys.Facts, "quantity", 3)),
        (FindingKind.FactsDiffer, sale => sale.Store.HashSetAsync(sale.Keys.Facts, "version", 1)),
        (FindingKind.MemberListMissing, async sale => await sale.Store.SetRemoveAsync(sale.Keys.Members((await sale.RowAsync()).MemberListName), "b")),
        (FindingKind.ProgressBehind, sale => sale.Store.HashSetAsync(sale.Keys.Progress, "watermark", 17)),
        (FindingKind.ProgressAhead, async sale => await sale.Store.HashSetAsync(sale.Keys.Progress, "watermark", (await sale.RowAsync()).Watermark + 1_000_000)),
        (FindingKind.TicketsMissing, sale => sale.Store.SortedSetRemoveAsync(sale.Keys.Queue, "b")),
        (FindingKind.TicketsDiffer, sale => sale.Store.SortedSetIncrementAsync(sale.Keys.Queue, "b", -5)),
        (FindingKind.Strays, async sale => await sale.PlantAsync(("stray", (await sale.RowAsync()).Watermark - 7))),
        (FindingKind.CounterWrong, sale => sale.ExecuteSqlAsync("""UPDATE campaigns SET "Recorded" = "Recorded" + 2, "Quarantined" = 1""")),
    ];

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Reconcile_WhenDamageIsPlanted_FindsItExactlyAndMendsIt(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 50, database);
        TestSale.Require(await sale.ReplaceListAsync(["a", "b", "c", "d", "next"]));
        await sale.ClaimAllAsync(["a", "b", "c", "d"]);
        await sale.DrainAsync();
        TestSale.Require(await sale.RevokeAsync(2, returnUnit: true));
        Assert.Empty((await LookAsync(sale)).Findings);

        foreach ((FindingKind kind, Func<TestSale, Task> damage) in Damages)
        {
            await damage(sale);
            FindingKind[] seen = [.. (await LookAsync(sale)).Findings.Select(finding => finding.Kind).Distinct()];
            Assert.Equal([kind], seen);
            Assert.NotNull(sale.First.Get<BooksState>().Of(sale.Slug));

            ReconcileReport repaired = TestSale.Require(await sale.First.Get<ReconcileCampaign>().RepairAsync(sale.Slug, TestSale.Operator, default));
            Assert.True(repaired.IsRepaired, $"{kind} stays");
            Assert.Empty((await LookAsync(sale)).Findings);
            Assert.Null(sale.First.Get<BooksState>().Of(sale.Slug));
        }

        // The sale goes on as if nothing had been.
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("next")).Outcome);
        await sale.DrainAsync();
        await SaleOracle.HoldsAsync(sale);
    }

    [Fact]
    public async Task Damages_CoverEveryKindThatCanBeMended() =>
        Assert.Equal(await Task.FromResult(Enum.GetValues<FindingKind>().Where(kind => new Finding(kind, 1, "").CanRepair)), Damages.Select(damage => damage.Kind).Distinct());

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Watch_WhenACounterOrANumberIsDamaged_RaisesTheAlarmByItself(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 50, database);
        await sale.ClaimAllAsync(["a", "b", "c"]);
        await sale.DrainAsync();
        await sale.CheckBooksAsync();
        Assert.Null(sale.First.Get<BooksState>().Of(sale.Slug));

        await sale.ExecuteSqlAsync("""UPDATE issuances SET "Number" = 9 WHERE "Number" = 3""");
        await sale.ExecuteSqlAsync("""UPDATE campaigns SET "Returned" = 1""");
        await sale.ClaimAsync("d");
        await sale.DrainAsync();
        await sale.CheckBooksAsync();

        IReadOnlyList<Finding> findings = sale.First.Get<BooksState>().Of(sale.Slug)!.Value.Findings;
        Assert.Contains(findings, finding => finding is { Kind: FindingKind.CounterWrong } && finding.Example.StartsWith("Returned", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding is { Kind: FindingKind.NumberGap, CanRepair: false });
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Reconcile_WhenMembersClaimMeanwhile_GivesNoFalseFinding(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 500, database);
        Task rush = Task.Run(async () =>
        {
            for (int round = 0; round < 10; round++)
            {
                await sale.ClaimAllAsync(TestMembers.Take(40, from: (round * 40) + 1));
                await sale.DrainAsync();
            }
        });
        List<FindingKind> seen = [];
        while (!rush.IsCompleted)
        {
            seen.AddRange((await LookAsync(sale)).Findings.Select(finding => finding.Kind));
        }

        await rush;
        Assert.Empty(seen);
        Assert.Equal(400, (await LookAsync(sale)).Rows);
    }

    private static async Task<ReconcileReport> LookAsync(TestSale sale) =>
        TestSale.Require(await sale.First.Get<ReconcileCampaign>().LookAsync(sale.Slug, default));
}
