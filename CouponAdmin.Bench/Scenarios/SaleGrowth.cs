using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>One sale that grows: claims over HTTP at each level, how fast the drain stores, and the export of all.</summary>
internal static class SaleGrowth
{
    public static async Task MeasureAsync(Results results, ProductHost host, Workbench bench, int[] levels)
    {
        Table table = new(
            "One sale as it grows (200 connections; claims over HTTP, then until all are stored)",
            ["coupons stored before", "claims/s", "p99, ms", "stored/s, all in all", "CSV rows/s", "web application's memory at its highest during the export, MB"]);
        BarChart chart = new("growth-claims", "Claims a second, by coupons that the sale has given before", "claims/s");
        Sale sale = await host.OpenAsync(5_000_000);
        HttpConnection[] open = await HttpConnection.OpenAsync(host.Port, 200);
        int stored = 0;
        foreach (int level in levels)
        {
            stored += await GrowAsync(sale, open, bench, level - stored, stored);
            List<(double Claims, double P99, double Stored)> rounds = [];
            for (int round = 0; round < 3; round++)
            {
                long began = Stopwatch.GetTimestamp();
                LoadResult load = await ClosedLoop.RunAsync(open, new RequestText("POST", sale.ClaimPath, bench.Tokens, RequestText.FreshMembers($"g{level}-{round}")), TimeSpan.FromSeconds(2));
                stored += load.Accepted;
                await sale.UntilStoredAsync(stored);
                rounds.Add((load.Average, load.Ms(99), load.Accepted / Stopwatch.GetElapsedTime(began).TotalSeconds));
            }

            (double rows, long memory) = await ExportAsync(host, sale, await sale.StoredAsync());
            Spread claims = Spread.Of(rounds.Select(r => r.Claims));
            table.Add(
                level.ToString("N0", CultureInfo.InvariantCulture), claims.Text("N0"), Spread.Of(rounds.Select(r => r.P99)).Text("0.0"),
                Spread.Of(rounds.Select(r => r.Stored)).Text("N0"), rows.ToString("N0", CultureInfo.InvariantCulture), (memory / 1e6).ToString("N0", CultureInfo.InvariantCulture));
            chart.Add(level.ToString("N0", CultureInfo.InvariantCulture), claims, isOurs: true);
            results.Rounds.Add(new { level, stored, claims, csvRowsPerSecond = rows, highestBytes = memory });
            Results.Say($"sale at {level:N0}: {claims.Median:N0} claims/s, export {rows:N0} rows/s, {memory / 1e6:N0} MB");
        }

        await sale.JudgeAsync(await sale.StoredAsync());
        foreach (HttpConnection connection in open)
        {
            connection.Dispose();
        }

        results.Tables.Add(table);
        results.Charts.Add(chart);
    }

    private static async Task<int> GrowAsync(Sale sale, HttpConnection[] open, Workbench bench, int by, int before)
    {
        LoadResult load = await ClosedLoop.RunAsync(
            open, new RequestText("POST", sale.ClaimPath, bench.Tokens, RequestText.FreshMembers($"fill{before}")), TimeSpan.FromMinutes(10), Math.Max(0, by));
        await sale.UntilStoredAsync(before + load.Accepted);
        return load.Accepted;
    }

    private static async Task<(double RowsPerSecond, long HighestBytes)> ExportAsync(ProductHost host, Sale sale, int rows)
    {
        string slug = sale.ClaimPath.Split('/')[4];
        ProcessorTime.ForgetHighest(host.Web.Id);
        long began = Stopwatch.GetTimestamp();
        await using Stream csv = await host.Client.GetStreamAsync(new Uri($"/api/v1/admin/campaigns/{slug}/issuances.csv", UriKind.Relative));
        byte[] buffer = new byte[65_536];
        int lines = 0;
        for (int read; (read = await csv.ReadAsync(buffer)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return lines == rows + 1
            ? (rows / Stopwatch.GetElapsedTime(began).TotalSeconds, ProcessorTime.MemoryOf(host.Web.Id).Highest)
            : throw new OracleException($"The export has {lines} lines for {rows} coupons.");
    }
}
