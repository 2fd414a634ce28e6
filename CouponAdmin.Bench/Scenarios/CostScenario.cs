using System.Globalization;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>What a promise or a look costs: the product with it and without it, in turn, as a ratio of the same round.</summary>
internal static class CostScenario
{
    private static readonly int[] Connections = [50, 500];

    /// <summary>Members on the list that is compared with none.</summary>
    private const int ListSize = 1_000_000;

    /// <summary>What is switched, and the setting that switches it off; none where only the sale differs.</summary>
    private sealed record Cost(string Name, bool NeedsReplica, params (string Setting, string Off)[] Switch)
    {
        public bool HasList { get; init; }
    }

    private static readonly Cost[] All =
    [
        new("the product's metrics", NeedsReplica: false, (ProductHost.ProductMeter, "false")),
        new("all metrics", NeedsReplica: false, (ProductHost.TelemetryOff, "true")),
        new("batch scheduling", NeedsReplica: false, ("BatchScheduling", "false")),
        new("a replica's receipt", NeedsReplica: true, ("Store__Replicas", "0")),
        new("a member list of a million", NeedsReplica: false) { HasList = true },
    ];

    public static async Task RunAsync(BenchOptions options)
    {
        int rounds = options.Number("rounds", 5);
        TimeSpan duration = options.Seconds(2);
        Results results = new("cost", options);
        await using Workbench bench = new();
        PostgreSqlServer postgres = await bench.KeepAsync(PostgreSqlServer.StartAsync(bench.FolderOf("postgresql")));
        foreach (Cost cost in options.Only(All, c => c.Name))
        {
            RedisServer redis = await bench.KeepAsync(RedisServer.StartAsync(bench.FolderOf($"redis-{cost.Name}"), "always"));
            if (cost.NeedsReplica)
            {
                await bench.KeepAsync(RedisServer.StartAsync(bench.FolderOf($"replica-{cost.Name}"), "always", redis));
            }

            Results.Say($"Starting the product with and without: {cost.Name}…");
            ProductHost with = await bench.KeepAsync(ProductHost.StartAsync($"with {cost.Name}", bench, redis, postgres));
            ProductHost without = await bench.KeepAsync(ProductHost.StartAsync($"without {cost.Name}", bench, redis, postgres, more: cost.Switch));
            LimitSlice plain = await AdmittedAsync(without, bench);
            Dictionary<int, LimitSlice> pairs = [];
            LimitSlice? same = cost.HasList ? null : await AdmittedAsync(with, bench);
            foreach (int connections in Connections)
            {
                // A list of its own for each: nobody on it asks twice.
                pairs[connections] = same ?? await LimitSlice.OfListAsync(with, bench, ListSize);
            }

            results.Tables.Add(await CompareAsync(results, cost.Name, pairs, plain, rounds, duration));
        }

        await results.WriteAsync();
    }

    private static async Task<LimitSlice> AdmittedAsync(ProductHost host, Workbench bench) =>
        (await LimitSlice.OfProductAsync(host, bench)).Single(slice => slice.Kind == LimitSlice.Admitted);

    private static async Task<Table> CompareAsync(Results results, string name, Dictionary<int, LimitSlice> withOf, LimitSlice without, int rounds, TimeSpan duration)
    {
        Table table = new($"Admitted claims/s with and without {name}: median (lowest–highest)", ["connections", "with", "without", "ratio of the same round"]);
        foreach (int connections in Connections)
        {
            LimitSlice with = withOf[connections];
            List<(double With, double Without)> measured = [];
            for (int number = 0; number <= rounds; number++)
            {
                // Every second round the other way round: being first or last is nobody's gain.
                LimitSlice[] order = number % 2 == 1 ? [with, without] : [without, with];
                Dictionary<LimitSlice, double> rates = [];
                foreach (LimitSlice slice in order)
                {
                    rates[slice] = (await slice.RunAsync(number, connections, duration)).PerSecond;
                }

                Results.Say($"round {number}/{rounds}  {connections,3} connections  with {rates[with],9:N0}/s  without {rates[without],9:N0}/s  {rates[with] / rates[without]:0.000}");
                measured.Add((rates[with], rates[without]));
            }

            measured.RemoveAt(0); // the warm-up
            results.Rounds.Add(new { name, connections, measured = measured.Select(m => new { m.With, m.Without }) });
            table.Add(
            [
                connections.ToString(CultureInfo.InvariantCulture), Spread.Of(measured.Select(m => m.With)).Text("N0"), Spread.Of(measured.Select(m => m.Without)).Text("N0"),
                Spread.Of(measured.Select(m => m.With / m.Without)).Text("0.000"),
            ]);
        }

        return table;
    }
}
