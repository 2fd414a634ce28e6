using System.Globalization;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>What stays the same when a sale grows, and what doesn't: the script and the store's memory; draining and export (<see cref="SaleGrowth"/>); many sales, many readers (<see cref="CrowdGrowth"/>); many who watch (<see cref="PageGrowth"/>).</summary>
internal static class GrowthScenario
{
    private const string Store = "store";
    private const string OneSale = "sale";
    private const string Campaigns = "campaigns";
    private const string Streams = "streams";
    private const string Pages = "pages";
    private const string Servers = "servers";
    private const string Embedded = "embedded";
    private const string Watched = "watched product";
    private static readonly string[] Stores = [Servers, Embedded];
    private static readonly string[] Series = [Store, OneSale, Campaigns, Streams, Pages];
    private static readonly int[] Levels = [1_000, 10_000, 100_000, 1_000_000];

    public static async Task RunAsync(BenchOptions options)
    {
        HashSet<string> series = [.. options.Only(Series, name => name)];
        Results results = new("growth", options);
        await using Workbench bench = new();
        if (options.Only(Stores, name => name, "store")[0] == Servers)
        {
            await MeasureWithServersAsync(results, options, series, bench);
        }
        else if (series.SetEquals([Pages]))
        {
            await MeasurePagesAsync(results, options, ProductHost.StartEmbeddedAsync(Watched, bench), bench);
        }
        else
        {
            throw new UsageException($"--store {Embedded} goes with --only {Pages}: the other series look into Redis.");
        }

        await results.WriteAsync();
    }

    private static async Task MeasureWithServersAsync(Results results, BenchOptions options, HashSet<string> series, Workbench bench)
    {
        int highest = options.Number("highest", Levels[^1]);
        RedisServer redis = await bench.KeepAsync(RedisServer.StartAsync(bench.FolderOf("redis"), "always"));
        if (series.Contains(Store))
        {
            await MeasureStoreAsync(results, redis, Levels);
        }

        PostgreSqlServer postgres = await bench.KeepAsync(PostgreSqlServer.StartAsync(bench.FolderOf("postgresql")));
        if (series.Overlaps([OneSale, Campaigns, Streams]))
        {
            await MeasureProductAsync(results, series, ProductHost.StartAsync("product", bench, redis, postgres), bench, [.. Levels.Where(l => l <= highest)]);
        }

        if (series.Contains(Pages))
        {
            await MeasurePagesAsync(results, options, ProductHost.StartAsync(Watched, bench, redis, postgres), bench);
        }
    }

    // An instance and a database of their own: a process that has sold millions of coupons says little of what a page costs.
    private static async Task MeasurePagesAsync(Results results, BenchOptions options, Task<ProductHost> starting, Workbench bench)
    {
        await using ProductHost host = await starting;
        await new PageGrowth(results, options, host, bench).MeasureAsync();
    }

    private static async Task MeasureProductAsync(Results results, HashSet<string> series, Task<ProductHost> starting, Workbench bench, int[] levels)
    {
        await using ProductHost host = await starting;
        if (series.Contains(OneSale))
        {
            await SaleGrowth.MeasureAsync(results, host, bench, levels);
        }

        if (series.Contains(Campaigns))
        {
            await CrowdGrowth.MeasureCampaignsAsync(results, host, bench);
        }

        if (series.Contains(Streams))
        {
            await CrowdGrowth.MeasureStreamsAsync(results, host);
        }
    }

    // The script and the memory, with nothing around them: 64 claims in a script, one script at a time, as one batcher sends them.
    private static async Task MeasureStoreAsync(Results results, RedisServer redis, int[] levels)
    {
        const int Scripts = 150, Batch = 64, Rounds = 9;
        Table table = new($"The store, by claims admitted before ({Scripts * Batch:N0} claims more, {Batch} a script, one script at a time, appendfsync always)", ["claims", "µs a claim", "bytes a claim (32-character members)"]);
        ScriptLoad script = await ScriptLoad.PrepareAsync(redis);
        foreach (int level in levels)
        {
            await script.FillAsync(level);
            double bytes = (double)(await redis.Database.ExecuteAsync("MEMORY", "USAGE", script.Keys.Queue, "SAMPLES", 0)) / level;
            List<double> cost = [];
            for (int round = 0; round < Rounds; round++)
            {
                cost.Add(1e6 / await script.RunAsync(Batch, 1, Scripts));
                await script.ShrinkAsync(level);
            }

            Spread spread = Spread.Of(cost);
            table.Add(level.ToString("N0", CultureInfo.InvariantCulture), spread.Text("0.0"), bytes.ToString("0", CultureInfo.InvariantCulture));
            results.Rounds.Add(new { level, bytes, microsecondsAClaim = cost });
            Results.Say($"store at {level:N0}: {spread.Median:0.0} µs a claim, {bytes:0} bytes a claim");
        }

        results.Tables.Add(table);
    }
}
