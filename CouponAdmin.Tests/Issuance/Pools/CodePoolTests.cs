using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Bulk;
using CouponAdmin.Core.Issuance.LookUp;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Data.Sqlite;

namespace CouponAdmin.Tests.Issuance.Pools;

/// <summary>Number n gets code n, and a campaign never has more units than codes.</summary>
public sealed class CodePoolTests
{
    [Fact]
    public async Task Pool_BeforeTheSale_BoundsPublishingAndEditing()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded);
        string slug = await CodeFileTests.DraftAsync(sale, quantity: 5);
        TestSale.Require(await CodeFileTests.ImportAsync(sale, slug, "code,note\nAAAA-1,x\nAAAA-2,y\nAAAA-3,z\n"));
        FieldProblem missing = new("quantity", FieldRule.MoreThanCodes, Min: 2, Max: 3);
        PublishCampaign publish = sale.First.Get<PublishCampaign>();

        Assert.Equal(missing, (await publish.ExecuteAsync(slug, TestSale.Operator, default)).Refusal!.Fields.Single());
        Assert.Equal(missing with { Min = 3 }, (await PatchAsync(sale, slug, 6)).Refusal!.Fields.Single());
        CampaignDraft draft = new TestSaleOptions { Quantity = 7 }.Draft(slug, TimeProvider.System.GetUtcNow());
        Assert.Equal(missing with { Min = 4 }, (await sale.First.Get<EditCampaign>().ExecuteAsync(slug, draft, TestSale.Operator, default)).Refusal!.Fields.Single());
        Assert.Equal(2, (await sale.First.Get<CodePoolViews>().FindAsync(slug, default))!.Missing);
        TestSale.Require(await PatchAsync(sale, slug, 3));
        TestSale.Require(await publish.ExecuteAsync(slug, TestSale.Operator, default));

        // Open: what began with a pool may get more codes, what began without one can't have any.
        TestSale.Require(await CodeFileTests.ImportAsync(sale, slug, "BBBB-1"));
        Assert.Equal(RefusalKind.WrongState, (await CodeFileTests.ImportAsync(sale, sale.Slug, "CCCC-1")).Refusal!.Kind);
        Assert.Equal(RefusalKind.WrongState, (await sale.First.Get<RemoveCodePool>().ExecuteAsync(slug, TestSale.Operator, default)).Refusal!.Kind);
        TestSale.Require(await sale.First.Get<CloseCampaign>().ExecuteAsync(slug, "over", TestSale.Operator, default));
        Assert.Equal(RefusalKind.WrongState, (await CodeFileTests.ImportAsync(sale, slug, "BBBB-2")).Refusal!.Kind);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Pool_OfAScheduledSale_MustCoverItAndCanBeTakenAway(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Database = database });
        string slug = await CodeFileTests.DraftAsync(sale, quantity: 2, opensIn: TimeSpan.FromMinutes(30));
        TestSale.Require(await sale.First.Get<PublishCampaign>().ExecuteAsync(slug, TestSale.Operator, default));

        Assert.Equal(new FieldProblem("file", FieldRule.MoreThanCodes, Min: 1, Max: 1), (await CodeFileTests.ImportAsync(sale, slug, "AAAA-1")).Refusal!.Fields.Single());
        Assert.Equal(0, (await sale.First.Get<CodePoolViews>().FindAsync(slug, default))!.Codes);
        TestSale.Require(await CodeFileTests.ImportAsync(sale, slug, "AAAA-1\nAAAA-2"));
        TestSale.Require(await sale.First.Get<RemoveCodePool>().ExecuteAsync(slug, TestSale.Operator, default));
        Assert.Equal(RefusalKind.WrongState, (await sale.First.Get<RemoveCodePool>().ExecuteAsync(slug, TestSale.Operator, default)).Refusal!.Kind);

        // The codes of a pool that was taken away are free again, here or elsewhere.
        Assert.Equal(3, TestSale.Require(await CodeFileTests.ImportAsync(sale, slug, "AAAA-2\nAAAA-1\nAAAA-3")).Pool.Codes);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_InBatchesOfTwoInstances_GivesNumberNCodeN(StoreKind store, DatabaseProvider database)
    {
        string[] codes = [.. CodeFileTests.Numbered(1, 40)];
        await using TestSale sale = await TestSale.OpenAsync(
            new TestSaleOptions { Store = store, Database = database, Quantity = 30, Codes = codes, Issuance = new IssuanceOptions { DrainBatchSize = 7 } });
        TestInstance second = await sale.AddInstanceAsync();
        await sale.ClaimAllAsync(TestMembers.Take(20));
        await Task.WhenAll(sale.DrainAsync(), sale.DrainAsync(second));
        TestSale.Require(await sale.RevokeAsync(3, returnUnit: true));
        TestSale.Require(await sale.SetQuantityAsync(35));
        TestSale.Require(await sale.ImportCodesAsync(["LAST-1", "LAST-2"], by: second));
        TestSale.Require(await sale.SetQuantityAsync(41));
        await sale.ClaimAllAsync(TestMembers.Take(40, from: 21));
        await Task.WhenAll(sale.DrainAsync(), sale.DrainAsync(second));

        codes = [.. codes, "LAST-1", "LAST-2"];
        List<IssuanceRecord> rows = [.. (await sale.RowsAsync()).OrderBy(r => r.Number)];
        Assert.Equal(codes.Select((code, i) => ((int?)(i + 1), (string?)code)), rows.Select(r => (r.Number, r.Code)));
        Assert.Equal(new FieldProblem("returnUnit", FieldRule.MoreThanCodes, Min: 1, Max: 42), (await sale.RevokeAsync(5, returnUnit: true)).Refusal!.Fields.Single());
        Assert.Equal(new FieldProblem("quantity", FieldRule.MoreThanCodes, Min: 9, Max: 42), (await sale.SetQuantityAsync(50)).Refusal!.Fields.Single());
        TestSale.Require(await sale.RevokeAsync(5, returnUnit: false));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Code_HoweverItIsTyped_IsFoundEverywhere(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Database = database, Codes = [.. CodeFileTests.Numbered(1, 10, "Oil.Gift")] });
        await sale.ClaimAllAsync(["a", "b"]);
        await sale.DrainAsync();
        IssuanceRecord row = await sale.RowOfAsync("b");
        IssuanceHistory history = sale.First.Get<IssuanceHistory>();

        foreach (string typed in new[] { row.Code!, row.Code!.ToLowerInvariant(), row.Code.Replace("-", " ", StringComparison.Ordinal), $"\"{row.Code}\"", row.Code.Replace("-", "\u2013", StringComparison.Ordinal) })
        {
            Assert.Equal("b", (await history.FindByCodeAsync(typed, default))?.Member);
            Assert.Equal(["b"], (await history.SliceAsync(sale.Slug, new IssuanceFilter(typed), 0, 10, default)).Items.Select(i => i.Member));
            Assert.Equal(["b"], (await sale.First.Get<ClaimLookUp>().FindAsync(typed, default)).Members.Select(m => m.Member));
        }

        // Not issued yet, or of another alphabet: nobody's.
        Assert.Null(await history.FindByCodeAsync("Oil.Gift-0000005", default));
        Assert.Null(await history.FindByCodeAsync(row.Code.Replace('O', '0'), default));
    }

    [Fact]
    public async Task Job_ThatReturnsUnits_StopsAtTheLastCode()
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Quantity = 3, Codes = [.. CodeFileTests.Numbered(1, 4)] });
        await sale.ClaimAllAsync(["a", "b", "c"]);
        await sale.DrainAsync();
        CouponJobOrder order = new() { Act = CouponJobAct.Revoke, Numbers = [1, 2, 3], Reason = "a wrong text", ReturnUnit = true };
        long job = TestSale.Require(await sale.First.Get<StartCouponJob>().ExecuteAsync(sale.Slug, order, TestSale.Operator, default)).Id;

        while (await sale.First.Get<CouponJobRunner>().RunNextAsync(default))
        {
        }

        Assert.Equal(
            [CouponJobOutcome.Changed, CouponJobOutcome.NoCodeLeft, CouponJobOutcome.NoCodeLeft],
            (await sale.First.Get<CouponJobs>().ResultsAsync(job, null, 0, 10, default)).Items.Select(i => i.Outcome!.Value));
        Assert.Equal((3, 1), ((await sale.RowAsync()).Quantity, (await sale.RowAsync()).Returned));
    }

    /// <summary>Only a hand in the database can do this: the claim waits in quarantine, and those behind it wait there too, until the codes are back.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Drain_WhenACodeIsGone_QuarantinesTheClaimUntilItIsBack(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Database = database, Quantity = 3, Codes = ["AAAA", "BBBB", "CCCC"] });
        await sale.ExecuteSqlAsync("UPDATE pooled_codes SET \"Number\" = 99 WHERE \"Number\" = 3");
        foreach (string member in new[] { "a", "b", "c" })
        {
            await sale.ClaimAsync(member);
        }

        await sale.DrainAsync();

        Assert.Equal([ClaimStatus.Issued, ClaimStatus.Issued, ClaimStatus.Quarantined], (await sale.RowsAsync()).Select(r => r.Status));
        long ticket = (await sale.RowOfAsync("c")).Ticket;
        DecideQuarantined decide = sale.First.Get<DecideQuarantined>();
        Assert.Equal(RefusalKind.StillRefused, (await decide.ReplayAsync(sale.Slug, ticket, TestSale.Operator, default)).Refusal!.Kind);
        await sale.ExecuteSqlAsync("UPDATE pooled_codes SET \"Number\" = 3 WHERE \"Number\" = 99");
        Assert.Equal((3, "CCCC"), (TestSale.Require(await decide.ReplayAsync(sale.Slug, ticket, TestSale.Operator, default)).Number, (await sale.RowOfAsync("c")).Code));
    }

    /// <summary>A sale with generated codes asks nothing of the pools: it works with their tables gone.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Drain_WithoutAPool_NeverLooksForOne(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Database = database });
        await sale.ExecuteSqlAsync("DROP TABLE pooled_codes");
        await sale.ExecuteSqlAsync("DROP TABLE code_imports");

        await sale.ClaimAllAsync(["a", "b"]);
        await sale.DrainAsync();
        TestSale.Require(await sale.RevokeAsync(1, returnUnit: true));
        TestSale.Require(await sale.SetQuantityAsync(20));

        string code = (await sale.RowOfAsync("b")).Code!;
        Assert.Equal("b", (await sale.First.Get<IssuanceHistory>().FindByCodeAsync(code, default))!.Member);
        Assert.Equal(code, TypedCode.Read(code));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Drain_WhenTheDatabaseWasRestored_GivesTheSameCodesAgain(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = store, Quantity = 20, Codes = [.. CodeFileTests.Numbered(1, 25)] });
        await sale.ClaimAllAsync(TestMembers.Take(5));
        await sale.DrainAsync();
        using TestDirectory folder = new("backup");
        string backup = $"Data Source={Path.Combine(folder.Path, "backup.db")};Pooling=False";
        Copy(sale.Database.ConnectionString, backup);
        await sale.ClaimAllAsync(TestMembers.Take(10, from: 6));
        await sale.DrainAsync();
        List<IssuanceRecord> before = await sale.RowsAsync();

        Copy(backup, sale.Database.ConnectionString);
        Assert.Equal(5, (await sale.RowAsync()).Recorded);
        await sale.CheckBooksAsync();
        await sale.DrainAsync();

        Assert.Equal(before.Select(r => (r.Member, r.Number, r.Code)), (await sale.RowsAsync()).Select(r => (r.Member, r.Number, r.Code)));
        Assert.Equal(CodeFileTests.Numbered(1, 15), before.OrderBy(r => r.Number).Select(r => r.Code!));
    }

    private static Task<Result<CampaignView>> PatchAsync(TestSale sale, string slug, int quantity) =>
        sale.First.Get<PatchCampaign>().ExecuteAsync(slug, draft => draft with { Quantity = quantity }, TestSale.Operator, default);

    private static void Copy(string from, string to)
    {
        using SqliteConnection source = new(from);
        using SqliteConnection target = new(to);
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }
}
