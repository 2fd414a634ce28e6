using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>Not one large sale but many at once, and many who watch one.</summary>
internal static class CrowdGrowth
{
    private const int Connections = 200;
    private static readonly int[] Campaigns = [1, 10, 100, 1_000];
    private static readonly int[] Streams = [100, 1_000, 5_000, 10_000];
    private static readonly TimeSpan Rush = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>The same crowd spread over more and more sales: claims, draining, and what the open sales cost while nobody comes.</summary>
    public static async Task MeasureCampaignsAsync(Results results, ProductHost host, Workbench bench)
    {
        const int Quantity = 1_000_000;
        Table table = new(
            string.Create(CultureInfo.InvariantCulture, $"Sales open at once ({Connections} connections, claims take the sales in turn)"),
            ["sales more", "claims/s", "p99, ms", "stored/s, all in all", "the web application while nobody comes, % of a core"]);
        HttpConnection[] open = await HttpConnection.OpenAsync(host.Port, Connections);
        foreach (int count in Campaigns)
        {
            (string[] paths, Sale all) = await host.OpenManyAsync(count, Quantity);
            RequestText claim = new("POST", paths, bench.Tokens, RequestText.FreshMembers($"c{count}"));
            long began = Stopwatch.GetTimestamp();
            LoadResult load = await ClosedLoop.RunAsync(open, claim, Rush);
            await all.UntilStoredAsync(load.Accepted);
            double stored = load.Accepted / Stopwatch.GetElapsedTime(began).TotalSeconds;
            await all.JudgeAsync(load.Accepted, load.Unclear);
            await Task.Delay(Rest);
            double before = ProcessorTime.SecondsOf(host.Web.Id);
            await Task.Delay(Rest);
            double idle = 100 * (ProcessorTime.SecondsOf(host.Web.Id) - before) / Rest.TotalSeconds;
            table.Add(
                count.ToString("N0", CultureInfo.InvariantCulture), load.Average.ToString("N0", CultureInfo.InvariantCulture), load.Ms(99).ToString("0.0", CultureInfo.InvariantCulture),
                stored.ToString("N0", CultureInfo.InvariantCulture), idle.ToString("0", CultureInfo.InvariantCulture));
            results.Rounds.Add(new { campaigns = count, claimsPerSecond = load.Average, storedPerSecond = stored, idlePercent = idle });
            Results.Say($"{count:N0} sales: {load.Average:N0} claims/s, {stored:N0} stored/s, idle {idle:0} % of a core  {load.Statuses}");
        }

        foreach (HttpConnection connection in open)
        {
            connection.Dispose();
        }

        results.Tables.Add(table);
    }

    /// <summary>Members who watch a sale: what a stream costs, and when the last of them learns of a change.</summary>
    public static async Task MeasureStreamsAsync(Results results, ProductHost host)
    {
        Table table = new("Open streams (server-sent events of a sale) on one instance", ["streams", "memory more, KB a stream", "from a change of the sale to the last stream, ms"]);
        foreach (int count in Streams)
        {
            Sale sale = await host.OpenAsync(count + 1);
            string slug = sale.ClaimPath.Split('/')[4];
            RequestText follow = new("GET", $"/api/v1/campaigns/{slug}/events", null, _ => "");
            long before = ProcessorTime.MemoryOf(host.Web.Id).Now;
            HttpConnection[] open = await HttpConnection.OpenAsync(host.Port, count);
            bool[] began = await Task.WhenAll(open.Select(c => c.WaitForTextAsync(follow, 0, "\"state\":\"open\""u8.ToArray())));
            double kilobytes = (ProcessorTime.MemoryOf(host.Web.Id).Now - before) / 1024.0 / count;
            long changed = Stopwatch.GetTimestamp();
            Task<bool>[] told = [.. open.Select(c => c.WaitForMoreAsync("\"state\":\"paused\""u8.ToArray()))];
            await host.PauseAsync(slug);
            if (began.Contains(false) || (await Task.WhenAll(told)).Contains(false))
            {
                throw new InvalidOperationException("A stream didn't begin, or ended before the change came.");
            }

            double took = Stopwatch.GetElapsedTime(changed).TotalMilliseconds;
            foreach (HttpConnection connection in open)
            {
                connection.Dispose();
            }

            table.Add(count.ToString("N0", CultureInfo.InvariantCulture), kilobytes.ToString("0.0", CultureInfo.InvariantCulture), took.ToString("N0", CultureInfo.InvariantCulture));
            results.Rounds.Add(new { streams = count, kilobytes, took });
            Results.Say($"{count:N0} streams: {kilobytes:0.0} KB each, all told after {took:0} ms");
        }

        results.Tables.Add(table);
    }
}
