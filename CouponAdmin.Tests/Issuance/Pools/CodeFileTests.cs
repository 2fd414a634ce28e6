using System.Text;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Issuance.Pools;

/// <summary>What an import takes from a file of codes, what it says of the rest, and that it is in the pool as a whole or not at all.</summary>
public sealed class CodeFileTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Import_WhenAFileHasEveryFault_TakesTheRestInOrderAndNamesEachLine(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Database = database, Quantity = 2, Codes = ["OLD-0001", "OLD-0002", "OLD-0003"] });
        string generated = (await sale.First.Get<CodeSource>().GetAsync(default)).Derive(Guid.NewGuid(), "x", 0);
        await sale.ClaimAsync("a");
        await sale.DrainAsync();
        await sale.ExecuteSqlAsync($"UPDATE issuances SET \"Code\" = '{generated}'");
        byte[] file =
        [
            .. Encoding.UTF8.GetBytes($"code\nNEW-0001\n\nnew0001\nab\n{new string('x', 65)}\n{new string('y', 100_000)}\nold-0002\n{generated.Replace("-", "", StringComparison.Ordinal)}\na/b/c/d\n"),
            0xB0, 0xA1, (byte)'\n', .. "=\"00012345\"\n코드1234\nnew-0002"u8,
        ];

        CodePoolReport report = TestSale.Require(await sale.First.Get<ImportCodes>().ExecuteAsync(
            sale.Slug, "key", new MemoryStream(file), ListFileKind.Text, TestSale.Operator, null, default)).Report;

        Assert.Equal((3, 1, 1, 1, 2), (report.Codes, report.Doubles, report.Empty, report.TooShort, report.TooLong));
        Assert.Equal((3, 1, 1), (report.IllFormed, report.AlreadyPooled, report.AlreadyIssued));
        Assert.Equal(
            [
                new(3, CodeLineFault.Empty), new(4, CodeLineFault.Repeated), new(5, CodeLineFault.TooShort), new(6, CodeLineFault.TooLong), new(7, CodeLineFault.TooLong),
                new(8, CodeLineFault.AlreadyPooled), new(9, CodeLineFault.AlreadyIssued), new(10, CodeLineFault.IllFormed), new(11, CodeLineFault.IllFormed), new(13, CodeLineFault.IllFormed),
            ],
            report.Lines);
        Assert.Equal(["OLD-0001", "OLD-0002", "OLD-0003", "NEW-0001", "00012345", "new-0002"], await PoolAsync(sale));
        Assert.Equal(6, (await sale.RowAsync()).PoolSize);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Import_WhenAnotherCampaignHasTheCodes_TakesNoneOfThemAndChangesNothing(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Database = database, Quantity = 1, Codes = ["GIFT-0001", "GIFT-0002"] });
        string draft = await DraftAsync(sale, quantity: 1);

        Refusal none = (await ImportAsync(sale, draft, "gift0001\nGIFT-0002")).Refusal!;
        Assert.Equal(RefusalKind.NoCodeTaken, none.Kind);
        CodePoolReport report = Assert.IsType<CodePoolReport>(none.Current);
        Assert.Equal((0, 2), (report.Codes, report.AlreadyPooled));
        Assert.Equal([new(1, CodeLineFault.AlreadyPooled), new(2, CodeLineFault.AlreadyPooled)], report.Lines);
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        Assert.Equal(1, await db.Set<CodeImport>().CountAsync());
        Assert.Equal(0, (await db.Set<Campaign>().SingleAsync(c => c.Slug == draft)).PoolSize);
    }

    [Fact]
    public async Task Import_WhenManyLinesAreFaulty_CountsAllAndNamesTheFirstOfEach()
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Quantity = 1, Codes = ["FIRST"] });

        CodePoolReport report = TestSale.Require(await sale.ImportCodesAsync(["NEXT", .. Enumerable.Repeat("NEXT", 50), .. Enumerable.Repeat("", 50), "x"])).Report;

        Assert.Equal((1, 50, 50, 1), (report.Codes, report.Doubles, report.Empty, report.TooShort));
        Assert.Equal((2 * CodePoolRules.LinesNamedMax) + 1, report.Lines.Count);
        Assert.Equal(new CodeLineProblem(102, CodeLineFault.TooShort), report.Lines[^1]);
    }

    [Fact]
    public async Task Import_WithOneCodeTooMany_IsRefusedAsAWhole()
    {
        const int Max = 6_000;
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Quantity = 1,
            Codes = ["FIRST"],
            More = services => services.AddSingleton(p => new CodePoolWriter(p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<StoreClock>()) { CodesPerFileMax = Max }),
        });

        Refusal many = (await sale.ImportCodesAsync(Numbered(1, Max + 1))).Refusal!;

        Assert.Equal(new FieldProblem("file", FieldRule.TooMany, Max: Max), many.Fields.Single());
        Assert.Equal(["FIRST"], await PoolAsync(sale));
        Assert.Equal(Max, TestSale.Require(await sale.ImportCodesAsync(Numbered(1, Max))).Report.Codes);
        Assert.Equal((1_000_000, 10_000_000), (CodePoolRules.CodesPerFileMax, CodePoolRules.CodesMax));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Import_WithAKeyThatWasUsed_GivesTheFirstAnswerAndAddsNothing(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Database = database, Quantity = 1, Codes = ["FIRST"] });
        CodeImportAnswer first = TestSale.Require(await sale.ImportCodesAsync(["ONE-1", "", "ONE-2"], "a-key"));

        CodeImportAnswer again = TestSale.Require(await sale.ImportCodesAsync(["ONE-1", "", "ONE-2"], "a-key", await sale.AddInstanceAsync()));
        Refusal other = (await sale.ImportCodesAsync(["TWO-1"], "a-key")).Refusal!;

        Assert.Equal((false, true, RefusalKind.KeyReused), (first.IsRepeated, again.IsRepeated, other.Kind));
        Assert.Equal((first.Pool, first.Report.Codes, first.Report.Lines.Single()), (again.Pool, again.Report.Codes, again.Report.Lines.Single()));
        Assert.Equal(["FIRST", "ONE-1", "ONE-2"], await PoolAsync(sale));
        Assert.Equal(FieldRule.Required, (await sale.ImportCodesAsync(["TWO-1"], "")).Refusal!.Fields.Single().Rule);
    }

    /// <summary>What an instance that died in an import left behind holds up nobody for longer than a minute, and its codes can be sent again.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Import_AfterOneThatDied_WaitsForItsLeaseAndTakesTheSameCodes(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Database = database, Quantity = 1, Codes = ["FIRST"] });
        long id = await DieInImportAsync(sale, sale.First.Get<StoreClock>().Now);

        Assert.Equal(RefusalKind.ImportUnderWay, (await sale.ImportCodesAsync(["NEXT-1", "NEXT-2"], "died")).Refusal!.Kind);
        StoreTime silent = sale.First.Get<StoreClock>().Now + -2 * CodePoolRules.LeaseFor;
        await sale.ExecuteSqlAsync($"UPDATE code_imports SET \"TouchedAt\" = {silent.Microseconds} WHERE \"Id\" = {id}");
        Assert.Equal(2, TestSale.Require(await sale.ImportCodesAsync(["NEXT-1", "NEXT-2"], "died")).Report.Codes);

        Assert.Equal(["FIRST", "NEXT-1", "NEXT-2"], await PoolAsync(sale));
        await DieInImportAsync(sale, silent, "died again");
        await sale.First.Get<OldCodeImports>().RemoveAllAsync(default);
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        Assert.Equal((2, 3), (await db.Set<CodeImport>().CountAsync(), await db.Set<PooledCode>().CountAsync()));
    }

    internal static IEnumerable<string> Numbered(int from, int count, string name = "CODE") => Enumerable.Range(from, count).Select(i => $"{name}-{i:D7}");

    /// <summary>The codes of every pool that counts, in the order of their numbers.</summary>
    internal static async Task<List<string>> PoolAsync(TestSale sale)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        Dictionary<int, string> codes = await PooledCodes.OfNumbersAsync(db, sale.Id, 1, int.MaxValue, default);
        Assert.Equal(Enumerable.Range(1, codes.Count), codes.Keys.Order());
        return [.. codes.OrderBy(c => c.Key).Select(c => c.Value)];
    }

    internal static async Task<string> DraftAsync(TestSale sale, int quantity, TimeSpan? opensIn = null)
    {
        string slug = $"draft-{Guid.NewGuid():N}";
        TestSaleOptions options = new() { Quantity = quantity, OpensIn = opensIn ?? TimeSpan.FromMinutes(-1) };
        TestSale.Require(await sale.First.Get<CreateCampaign>().ExecuteAsync(options.Draft(slug, TimeProvider.System.GetUtcNow()), TestSale.Operator, default));
        return slug;
    }

    internal static Task<Result<CodeImportAnswer>> ImportAsync(TestSale sale, string slug, string file) => sale.First.Get<ImportCodes>().ExecuteAsync(
        slug, Guid.NewGuid().ToString("N"), new MemoryStream(Encoding.UTF8.GetBytes(file)), ListFileKind.Csv, TestSale.Operator, null, default);

    private static async Task<long> DieInImportAsync(TestSale sale, StoreTime at, string key = "died")
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        CodeImport import = new() { CampaignId = sale.Id, ActorId = TestSale.Operator.Id, Key = key, FirstNumber = (await sale.RowAsync()).PoolSize + 1, TouchedAt = at };
        db.Add(import);
        await db.SaveChangesAsync();
        db.Add(new PooledCode { ImportId = import.Id, Number = import.FirstNumber, Code = "NEXT-9", LookUp = "NEXT9" });
        await db.SaveChangesAsync();
        return import.Id;
    }
}
