using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>How near the product comes to what the framework, the store and the machine can do; every kind of answer, interleaved.</summary>
internal static class LimitScenario
{
    private static readonly int[] Connections = [50, 500];

    public static async Task RunAsync(BenchOptions options)
    {
        int rounds = options.Number("rounds", 5);
        TimeSpan duration = options.Seconds(2);
        Results results = new("limit", options);
        await using Workbench bench = new();
        Results.Say($"Starting stores, database and hosts…");
        PostgreSqlServer postgres = await bench.KeepAsync(PostgreSqlServer.StartAsync(bench.FolderOf("postgresql")));
        RedisServer always = await bench.KeepAsync(RedisServer.StartAsync(bench.FolderOf("redis-always"), "always"));
        RedisServer everySecond = await bench.KeepAsync(RedisServer.StartAsync(bench.FolderOf("redis-everysec"), "everysec"));
        WebHost empty = await bench.KeepAsync(RivalHost.StartEmptyAsync(bench));
        WebHost asOurs = await bench.KeepAsync(RivalHost.StartEmptyAsync(bench, "chrt", "--batch", "0"));
        (string Name, Func<string, ProductBuild, Task<ProductHost>> Start)[] stores =
        [
            ("redis always", (name, build) => bench.KeepAsync(ProductHost.StartAsync(name, bench, always, postgres, build))),
            ("redis everysec", (name, build) => bench.KeepAsync(ProductHost.StartAsync(name, bench, everySecond, postgres, build))),
            ("embedded", (name, build) => bench.KeepAsync(ProductHost.StartEmbeddedAsync(name, bench, build))),
        ];
        List<LimitSlice> slices = [.. LimitSlice.OfEmpty(empty, asOurs, bench)];
        ProductBuild[] builds = [Builds.Product, .. options.Against is { } checkout ? new[] { Builds.ProductOf(checkout) } : []];
        foreach ((string name, Func<string, ProductBuild, Task<ProductHost>> start) in options.Only(stores, s => s.Name))
        {
            foreach (ProductBuild build in builds)
            {
                string called = build == Builds.Product ? name : $"{name}, the other checkout";
                Results.Say($"Starting the product: {called}…");
                slices.AddRange(await LimitSlice.OfProductAsync(await start(called, build), bench));
            }
        }

        slices = [.. options.Only(slices, s => s.Kind, "kinds")];
        List<LimitRound> measured = [];
        for (int number = 0; number <= rounds; number++)
        {
            foreach (int connections in Connections)
            {
                // Every second round the other way round: being first or last is no slice's gain.
                foreach (LimitSlice slice in number % 2 == 1 ? slices : Enumerable.Reverse(slices))
                {
                    LimitRound round = await slice.RunAsync(number, connections, duration);
                    Results.Say($"round {number}/{rounds}  {slice.Name,-28} {connections,3} connections {round.PerSecond,9:N0}/s  p99 {round.P99Ms,7:0.0} ms  {round.Statuses}");
                    measured.Add(round);
                }
            }
        }

        measured.RemoveAll(r => r.Number == 0); // the warm-up
        results.Rounds.AddRange(measured);
        LimitTables.Add(results, measured, slices, Connections);
        await AddScriptAsync(results, [("always", always), ("everysec", everySecond)], rounds, Math.Min(1, duration.TotalSeconds));
        await results.WriteAsync();
    }

    private static async Task AddScriptAsync(Results results, (string Name, RedisServer Redis)[] stores, int rounds, double scale)
    {
        (int Batch, int Connections, int Scripts)[] kinds = [(1, 50, 20_000), (1, 1, 2_000), (64, 1, 1_000), (64, 4, 3_000)];
        Table table = new("The admission script alone (redis-benchmark): claims/s", ["appendfsync", .. kinds.Select(k => $"{k.Batch} a script, {k.Connections} at once")]);
        foreach ((string name, RedisServer redis) in stores)
        {
            ScriptLoad script = await ScriptLoad.PrepareAsync(redis);
            List<double>[] rates = [.. kinds.Select(_ => new List<double>())];
            for (int number = 0; number < rounds; number++)
            {
                for (int i = 0; i < kinds.Length; i++)
                {
                    rates[i].Add(await script.RunAsync(kinds[i].Batch, kinds[i].Connections, (int)(kinds[i].Scripts * scale)));
                    await script.ShrinkAsync(0);
                }
            }

            table.Add([name, .. rates.Select(r => Spread.Of(r).Text("N0"))]);
            results.Rounds.Add(new { script = name, kinds = kinds.Select(k => $"{k.Batch} × {k.Connections}"), rates });
        }

        results.Tables.Add(table);
    }
}
