using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>A sale at each level: the export of all that it has given, claims over HTTP, and how fast the drain stores them.</summary>
internal static class SaleGrowth
{
    private const int Quantity = 5_000_000;
    private const int Rounds = 5;

    /// <summary>Claims of a round: few enough that the level is still the level, and enough for half a second.</summary>
    private const int RoundClaims = 10_000;

    /// <summary>Claims before the first level, and their export: a process that has just begun is a level of its own.</summary>
    private const int WarmUpClaims = 100_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task MeasureAsync(Results results, ProductHost host, Workbench bench, int[] levels)
    {
        Table table = new(
            $"A sale by the coupons that it has given (200 connections; the export of all, then {Rounds} rounds of {RoundClaims:N0} claims more, until all are stored)",
            ["coupons before", "claims/s", "CPU s / 1,000 (web application, Redis, PostgreSQL)", "p99, ms", "stored/s, all in all", "CSV rows/s", "web application's memory at its highest during the export, MB"]);
        BarChart chart = new("growth-claims", "Claims a second, by coupons that the sale has given before", "claims/s");
        HttpConnection[] open = await HttpConnection.OpenAsync(host.Port, 200);
        Sale warmUp = await host.OpenAsync(Quantity);
        await ExportAsync(host, warmUp, await FillAsync(warmUp, open, bench, WarmUpClaims));
        foreach (int level in levels)
        {
            Sale sale = await host.OpenAsync(Quantity);
            int stored = await FillAsync(sale, open, bench, level);
            (double rows, long memory) = await ExportAsync(host, sale, stored);
            List<(double Claims, double Cpu, double P99, double Stored)> rounds = [];
            for (int round = 0; round < Rounds; round++)
            {
                double cpuBefore = host.Processes.Sum(p => ProcessorTime.SecondsOf(p.Id));
                long began = Stopwatch.GetTimestamp();
                LoadResult load = await ClosedLoop.RunAsync(open, new RequestText("POST", sale.ClaimPath, bench.Tokens, RequestText.FreshMembers($"g{level}-{round}")), Patience, RoundClaims);
                stored += load.Accepted;
                await sale.UntilStoredAsync(stored);
                double storedPerSecond = load.Accepted / Stopwatch.GetElapsedTime(began).TotalSeconds;
                double cpu = host.Processes.Sum(p => ProcessorTime.SecondsOf(p.Id)) - cpuBefore;
                rounds.Add((load.Average, cpu * 1_000 / load.Accepted, load.Ms(99), storedPerSecond));
            }

            await sale.JudgeAsync(stored);
            Spread claims = Spread.Of(rounds.Select(r => r.Claims));
            Spread cost = Spread.Of(rounds.Select(r => r.Cpu));
            table.Add(
                level.ToString("N0", CultureInfo.InvariantCulture), claims.Text("N0"), cost.Text("0.000"), Spread.Of(rounds.Select(r => r.P99)).Text("0.0"),
                Spread.Of(rounds.Select(r => r.Stored)).Text("N0"), rows.ToString("N0", CultureInfo.InvariantCulture), (memory / 1e6).ToString("N0", CultureInfo.InvariantCulture));
            chart.Add(level.ToString("N0", CultureInfo.InvariantCulture), claims, isOurs: true);
            results.Rounds.Add(new { level, stored, claims, cpuSecondsPer1000 = cost, csvRowsPerSecond = rows, highestBytes = memory });
            Results.Say($"sale at {level:N0}: {claims.Median:N0} claims/s, {cost.Median:0.000} CPU s / 1,000, export {rows:N0} rows/s, {memory / 1e6:N0} MB");
        }

        foreach (HttpConnection connection in open)
        {
            connection.Dispose();
        }

        results.Tables.Add(table);
        results.Charts.Add(chart);
    }

    private static async Task<int> FillAsync(Sale sale, HttpConnection[] open, Workbench bench, int level)
    {
        int stored = 0;
        while (stored < level)
        {
            RequestText request = new("POST", sale.ClaimPath, bench.Tokens, RequestText.FreshMembers($"fill{level}-{stored}"));
            stored += (await ClosedLoop.RunAsync(open, request, Patience, level - stored)).Accepted;
            await sale.UntilStoredAsync(stored);
        }

        return stored;
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
