using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Pages;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>Operators who watch one selling campaign: what an open page of the console costs the instance, and when the last of them shows a change.</summary>
internal sealed class PageGrowth(Results results, BenchOptions options, ProductHost host, Workbench bench)
{
    private const int Quantity = 1_000_000;
    private const int ClaimsPerSecond = 100;
    private const int Connections = 8;

    /// <summary>Opened and closed before: what all pages share, and code that is compiled once, is no page's own cost.</summary>
    private const int PagesBefore = 10;

    /// <summary>No two rounds show the same number of coupons left.</summary>
    private const int QuantityStep = 10_007;

    private static readonly int[] Levels = [1, 10, 50, 100, 200];

    private readonly TimeSpan _span = options.Seconds(10);
    private readonly int _rounds = options.Number("rounds", 5);
    private readonly Table _table = new(
        string.Create(CultureInfo.InvariantCulture, $"Open console pages of one sale on one instance ({ClaimsPerSecond} claims/s meanwhile)"),
        [
            "pages", "live memory, KB a page", "web application's memory, MB", "web application, % of a core", "more than without pages, % of a core a page",
            "drawings/s a page", "KB/s a page", "from a change of the sale to the last page, ms", "from the first page to the last, ms",
        ]);

    private int _quantity = Quantity;
    private int _admitted;

    public async Task MeasureAsync()
    {
        int highest = Math.Min(Levels[^1], options.Number("highest", Levels[^1]));
        Sale sale = await host.OpenAsync(Quantity);
        string slug = sale.ClaimPath.Split('/')[4];
        HttpConnection[] open = await HttpConnection.OpenAsync(host.Port, Connections);
        await using OpenPages pages = new(host, $"/admin/campaigns/{slug}");
        double cold = await LiveHeap.CollectAsync(host.Client, host.Web.Id);
        await pages.GrowAsync(Math.Min(PagesBefore, highest));
        await SellAsync(sale, open, pages.Count, _span);
        await pages.CloseAsync();
        Reading none = await ReadAsync(sale, open, pages);
        foreach (int level in Levels.Where(l => l < highest).Append(highest))
        {
            await pages.GrowAsync(level);
            Reading reading = await ReadAsync(sale, open, pages);
            await ReportAsync(slug, pages, reading, none);
        }

        await sale.JudgeAsync(_admitted);
        foreach (HttpConnection connection in open)
        {
            connection.Dispose();
        }

        results.Tables.Add(_table);
        results.Notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Without pages: {none.Percent.Text("0")} % of a core, {none.Heap / 1e6:0} MB live, {none.Resident / 1e6:0} MB in all; before the first page {cold / 1e6:0} MB were live."));
    }

    private async Task ReportAsync(string slug, OpenPages pages, Reading reading, Reading none)
    {
        List<(double Last, double Apart)> told = [];
        for (int round = 0; round < _rounds; round++)
        {
            // Spread over the second of the reader of live numbers: right after it has read is the worst moment, right before the best.
            await Task.Delay(1_000 * round / _rounds);
            told.Add(await ChangeAsync(slug, pages));
        }

        int count = pages.Count;
        double kilobytes = (reading.Heap - none.Heap) / 1024 / count, each = (reading.Percent.Median - none.Percent.Median) / count;
        Spread last = Spread.Of(told.Select(t => t.Last)), apart = Spread.Of(told.Select(t => t.Apart));
        _table.Add(
            Text(count, "N0"), Text(kilobytes, "N0"), Text(reading.Resident / 1e6, "N0"), reading.Percent.Text("0"), Text(each, "0.00"),
            Text(reading.Drawings, "0.0"), Text(reading.Kilobytes, "0.0"), last.Text("N0"), apart.Text("N0"));
        results.Rounds.Add(new { pages = count, kilobytes, withoutPages = none, reading, percentAPage = each, told = told.Select(t => new { t.Last, t.Apart }) });
        Results.Say($"{count:N0} pages: {kilobytes:N0} KB and {each:0.00} % of a core each, {reading.Percent.Median:0} % in all, {reading.Drawings:0.0} drawings/s; all told after {last.Median:0} ms");
    }

    // Before the rounds that count, new pages are drawn for the first time and code is compiled.
    private async Task<Reading> ReadAsync(Sale sale, HttpConnection[] open, OpenPages pages)
    {
        await SellAsync(sale, open, pages.Count, _span);
        List<double> percents = [];
        (long drawn, long bytes) = pages.Drawn;
        long began = Stopwatch.GetTimestamp();
        for (int round = 0; round < _rounds; round++)
        {
            double before = ProcessorTime.SecondsOf(host.Web.Id);
            long from = Stopwatch.GetTimestamp();
            await SellAsync(sale, open, pages.Count, _span / _rounds);
            percents.Add(100 * (ProcessorTime.SecondsOf(host.Web.Id) - before) / Stopwatch.GetElapsedTime(from).TotalSeconds);
        }

        double pageSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds * Math.Max(1, pages.Count);
        (long drawnAfter, long bytesAfter) = pages.Drawn;
        pages.ThrowIfDead();
        await sale.UntilStoredAsync(_admitted);
        double heap = await LiveHeap.CollectAsync(host.Client, host.Web.Id);
        return new Reading(
            heap, ProcessorTime.MemoryOf(host.Web.Id).Now, Spread.Of(percents), (drawnAfter - drawn) / pageSeconds, (bytesAfter - bytes) / 1024.0 / pageSeconds);
    }

    private async Task SellAsync(Sale sale, HttpConnection[] open, int pages, TimeSpan span)
    {
        LoadResult load = await OpenLoop.RunAsync(
            open, new RequestText("POST", sale.ClaimPath, bench.Tokens, RequestText.FreshMembers($"p{pages}-{_admitted}")), ClaimsPerSecond, span);
        _admitted += load.Accepted;
        if (load.Accepted < load.Total)
        {
            throw new InvalidOperationException($"Claims of the sale that pages watch were refused: {load.Statuses}");
        }
    }

    // Nobody claims meanwhile, so the number that every page must come to show is known.
    private async Task<(double Last, double Apart)> ChangeAsync(string slug, OpenPages pages)
    {
        _quantity += QuantityStep;
        Task<long[]> told = pages.WaitForAsync(Text(_quantity - _admitted, "N0"));
        long changed = Stopwatch.GetTimestamp();
        await host.ChangeQuantityAsync(slug, _quantity);
        long[] at = await told;
        return (Stopwatch.GetElapsedTime(changed, at.Max()).TotalMilliseconds, Stopwatch.GetElapsedTime(at.Min(), at.Max()).TotalMilliseconds);
    }

    private static string Text(double figure, string format) => figure.ToString(format, CultureInfo.InvariantCulture);

    /// <param name="Heap">Bytes of live objects.</param>
    /// <param name="Resident">Bytes of the process.</param>
    /// <param name="Percent">Processor time, of one core.</param>
    /// <param name="Drawings">A second and page.</param>
    /// <param name="Kilobytes">A second and page.</param>
    private sealed record Reading(double Heap, long Resident, Spread Percent, double Drawings, double Kilobytes);
}
