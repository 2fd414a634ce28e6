using System.Text;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Bulk;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Tests.Exports;

/// <summary>Readers who take a file very slowly, or not at all: nothing else waits for them.</summary>
public sealed class SlowReaderTests
{
    private const int Rows = 20_000;
    private const int Readers = 5;

    /// <summary>Three pages of a file.</summary>
    private const int Uses = 5_000;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Issuances_WhenFiveReadersStall_HoldNoConnectionAndEndWhereTheyBegan(DatabaseProvider provider)
    {
        OpenConnections connections = new();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Database = provider, Quantity = Rows * 2, More = connections.AddTo });
        await FilledSale.FillAsync(sale, Rows);
        IssuanceCsv csv = sale.First.Get<IssuanceCsv>();
        IssuanceFilter?[] filters = [null, .. Enum.GetValues<IssuanceOrder>().Select(order => new IssuanceFilter { Order = order })];
        (StalledReader Reader, Task File)[] exports =
            [.. filters.Select(filter => (Reader: new StalledReader(), Filter: filter)).Select(e => (e.Reader, (Task)csv.WriteAsync(sale.Slug, e.Filter, CsvForm.Programs, true, e.Reader, default)))];
        await Task.WhenAll(exports.Select(e => e.Reader.Stalled));

        await Eventually.HoldsAsync(() => connections.Now, open => open == 0);
        await sale.ClaimAsync("a-late-member");
        await sale.DrainAsync();
        Assert.Equal(Rows + 1, (await sale.RowsAsync()).Count);

        foreach ((StalledReader reader, Task file) in exports)
        {
            reader.GoOn();
            await file;
        }

        Assert.Equal(
            [Rows - (Rows / 10), .. Enumerable.Repeat(Rows, filters.Length - 1)],
            exports.Select(e => Lines(e.Reader).Skip(1).Distinct(StringComparer.Ordinal).Count()));
        Assert.All(exports, e => Assert.DoesNotContain("a-late-member", Encoding.UTF8.GetString(e.Reader.ToArray()), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Audit_WhenFiveReadersStall_HoldsNoConnectionAndEndsWhereItBegan(DatabaseProvider provider)
    {
        OpenConnections connections = new();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Database = provider, More = connections.AddTo });
        await WriteAsync(sale, "before", Rows);
        AuditCsv csv = sale.First.Get<AuditCsv>();
        (StalledReader Reader, Task File)[] exports =
            [.. Enumerable.Range(0, Readers).Select(_ => new StalledReader()).Select(reader => (reader, csv.WriteAsync(new AuditFilter(Action: AuditActions.NameOf(AuditAction.WarmCampaign)), CsvForm.Programs, reader, default)))];
        await Task.WhenAll(exports.Select(e => e.Reader.Stalled));

        await Eventually.HoldsAsync(() => connections.Now, open => open == 0);
        await WriteAsync(sale, "after", 1);
        foreach ((StalledReader reader, Task file) in exports)
        {
            reader.GoOn();
            await file;
            Assert.Equal(Rows, Lines(reader).Skip(1).Count(line => line.Contains(",before,", StringComparison.Ordinal)));
            Assert.Equal(Rows + 1, Lines(reader).Length);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task UsesAndJobs_WhenTheirReadersStall_HoldNoConnectionAndEndWhereTheyBegan(DatabaseProvider provider)
    {
        OpenConnections connections = new();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Database = provider, Quantity = Uses * 2, More = connections.AddTo });
        await FilledSale.FillAsync(sale, Uses);
        await UseAsync(sale, FilledSale.IsIssued);
        CouponJobView job = TestSale.Require(await sale.First.Get<StartCouponJob>().ExecuteAsync(
            sale.Slug, new CouponJobOrder { Act = CouponJobAct.Restore, Numbers = [.. Enumerable.Range(1, Uses)], Reason = "a test" }, TestSale.Operator, default));
        StalledReader uses = new();
        StalledReader results = new();
        Task[] files =
        [
            sale.First.Get<RedemptionCsv>().WriteAsync(new RedemptionFilter(sale.Slug), CsvForm.Programs, showsCodes: true, uses, default),
            sale.First.Get<CouponJobCsv>().WriteAsync(job.Id, outcome: null, CsvForm.Programs, results, default),
        ];
        await Task.WhenAll(uses.Stalled, results.Stalled);

        await Eventually.HoldsAsync(() => connections.Now, open => open == 0);
        await UseAsync(sale, i => !FilledSale.IsIssued(i));
        uses.GoOn();
        results.GoOn();
        await Task.WhenAll(files);

        Assert.Equal((Uses - (Uses / 10), Uses), (Lines(uses).Skip(1).Distinct(StringComparer.Ordinal).Count(), Lines(results).Skip(1).Distinct(StringComparer.Ordinal).Count()));
    }

    private static async Task UseAsync(TestSale sale, Func<int, bool> isUsed)
    {
        List<IssuanceRecord> rows = await sale.RowsAsync();
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        db.AddRange(rows.Where((_, i) => isUsed(i)).Select(row => new RedemptionRecord
        {
            CampaignId = row.CampaignId, Ticket = row.Ticket, ActorId = "till", ActorName = "Till", Key = $"{row.Ticket}", Asked = "", OrderId = "order", Currency = "KRW", At = row.RecordedAt,
        }));
        await db.SaveChangesAsync();
    }

    private static string[] Lines(StalledReader reader) => Encoding.UTF8.GetString(reader.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private static async Task WriteAsync(TestSale sale, string subject, int count)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        for (int i = 0; i < count; i++)
        {
            AuditTrail.Write(db, StoreTime.From(TestCampaigns.Noon), TestSale.Operator, AuditAction.WarmCampaign, subject);
        }

        await db.SaveChangesAsync();
    }
}
