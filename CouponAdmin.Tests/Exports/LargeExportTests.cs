using System.Diagnostics;
using System.Text;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Exports;

/// <summary>A hundred thousand rows: the file streams, whatever is filtered, and the table's deep pages stay usable.</summary>
public sealed class LargeExportTests(ITestOutputHelper output)
{
    private const int Rows = 100_000;

    /// <summary>A page, and what a writer's buffer of 64 KB holds; the whole file is more than thirty times that.</summary>
    private const int RowsHeldMax = CsvFile.PageSize + 1_000;

    [Fact]
    public async Task Export_WhenLarge_HoldsFewRowsInMemoryAndExactlyThoseThatFit()
    {
        CountedRows rows = new();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Quantity = Rows,
            More = services => services.ConfigureDbContext<SqliteCouponDbContext>(options => options.AddInterceptors(rows)),
        });
        await FilledSale.FillAsync(sale, Rows);
        IssuanceCsv csv = sale.First.Get<IssuanceCsv>();

        foreach ((IssuanceFilter? filter, int expected) in new (IssuanceFilter?, int)[]
        {
            (null, Rows - (Rows / 10)),
            (new IssuanceFilter { Order = IssuanceOrder.Member }, Rows),
            (new IssuanceFilter(Status: ClaimStatus.Refused), Rows / 10),
        })
        {
            int before = rows.Read;
            RowSink sink = new(rows);
            long began = Stopwatch.GetTimestamp();
            Assert.True(await csv.WriteAsync(sale.Slug, filter, CsvForm.Spreadsheet, showsCodes: true, sink, default));
            output.WriteLine($"{filter?.Order.ToString() ?? "by number"}: {expected / Stopwatch.GetElapsedTime(began).TotalSeconds:N0} rows/s");
            Assert.Equal((expected, expected + 1), (rows.Read - before, sink.Lines));
            Assert.InRange(sink.RowsHeldMax - before, 1, RowsHeldMax);
            Assert.InRange(sink.LargestWrite, 1, 256 * 1024);
        }

        using MemoryStream file = new();
        await csv.WriteAsync(sale.Slug, new IssuanceFilter(TestMembers.Name(77_777)), CsvForm.Spreadsheet, showsCodes: false, file, default);
        string line = Encoding.UTF8.GetString(file.ToArray()).Split("\r\n")[1];
        Assert.StartsWith($"{FilledSale.Number(77_776)},{TestMembers.Name(77_777)},C007-****-****-7776,", line, StringComparison.Ordinal);
        await AssertPagesAsync(sale);
    }

    private async Task AssertPagesAsync(TestSale sale)
    {
        IssuanceHistory history = sale.First.Get<IssuanceHistory>();
        foreach (IssuanceOrder order in Enum.GetValues<IssuanceOrder>())
        {
            foreach (IssuanceFilter filter in new[] { new IssuanceFilter { Order = order }, new IssuanceFilter("member-00") { Order = order } })
            {
                long began = Stopwatch.GetTimestamp();
                (IReadOnlyList<IssuanceView> page, int total) = await history.SliceAsync(sale.Slug, filter, 90_000, 50, default);
                output.WriteLine($"{order}, {filter.Search ?? "all"}: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F0} ms");
                Assert.Equal((50, filter.Search is null ? Rows : 99_999), (page.Count, total));
            }
        }
    }
}
