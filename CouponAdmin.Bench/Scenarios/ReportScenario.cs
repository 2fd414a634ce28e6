using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Rivals;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>The customer's table on one machine in one run: the old architecture, ours, and two that others would pick; interleaved rounds.</summary>
internal static class ReportScenario
{
    private const string Ours = "ours";
    private const string OursByCookie = "ours, by cookie";

    /// <summary>A host with the way in which its members say who they are.</summary>
    private sealed record Entrant(string Name, ISaleHost Host, IMemberProof Proof);

    private sealed record Round(
        string Host, int Number, int Accepted, long Total, double Average, int Highest, double MinMs, double MedianMs, double P95Ms, double P99Ms, double MaxMs,
        double StoredPerSecond, double ClaimToCouponMedianMs, double ClaimToCouponP99Ms, string Statuses);

    public static async Task RunAsync(BenchOptions options)
    {
        int rounds = options.Number("rounds", 5), users = options.Number("users", 50), quantity = options.Number("quantity", 1_000);
        TimeSpan duration = options.Seconds(30);
        Results results = new("report", options);
        await using Workbench bench = new();
        IReadOnlyList<Entrant> hosts = await StartAsync(bench, options);
        Results.Say($"Warming up {hosts.Count} hosts…");
        foreach (Entrant host in hosts)
        {
            await RunRoundAsync(host, 0, users, quantity, TimeSpan.FromSeconds(Math.Min(3, duration.TotalSeconds)));
        }

        List<Round> measured = [];
        for (int number = 1; number <= rounds; number++)
        {
            foreach (Entrant host in hosts)
            {
                Round round = await RunRoundAsync(host, number, users, quantity, duration);
                Results.Say($"round {number}/{rounds}  {host.Name,-24} {round.Average,9:N0} requests/s  p95 {round.P95Ms,8:0.0} ms  {round.Statuses}");
                measured.Add(round);
            }
        }

        results.Rounds.AddRange(measured);
        Tell(results, measured, hosts, users, quantity, duration);
        await results.WriteAsync();
    }

    private static async Task<IReadOnlyList<Entrant>> StartAsync(Workbench bench, BenchOptions options)
    {
        PostgreSqlServer postgres = await bench.KeepAsync(PostgreSqlServer.StartAsync(bench.FolderOf("postgresql")));
        RedisServer durable = await bench.KeepAsync(RedisServer.StartAsync(bench.FolderOf("redis"), "always"));

        // A lock is worth nothing after a restart, so the rival's Redis need not write it down.
        RedisServer locks = await bench.KeepAsync(RedisServer.StartAsync(bench.FolderOf("redis-locks"), appendFsync: null));
        (string Name, Func<Task<ISaleHost>> Start)[] all =
        [
            ("lock", async () => await bench.KeepAsync(RivalHost.StartAsync(RivalKind.Lock, bench, locks, postgres))),
            ("lockpeek", async () => await bench.KeepAsync(RivalHost.StartAsync(RivalKind.LockPeek, bench, locks, postgres))),
            ("update", async () => await bench.KeepAsync(RivalHost.StartAsync(RivalKind.Update, bench, locks, postgres))),
            ("job", async () => await bench.KeepAsync(RivalHost.StartAsync(RivalKind.Job, bench, durable, postgres))),
            (Ours, async () => await bench.KeepAsync(ProductHost.StartAsync(Ours, bench, durable, postgres))),
        ];
        List<Entrant> hosts = [];
        foreach ((string name, Func<Task<ISaleHost>> start) in options.Only(all, one => one.Name))
        {
            Results.Say($"Starting {name}…");
            ISaleHost host = await start();
            if (host is ProductHost product)
            {
                hosts.Add(new Entrant(OursByCookie, product, await product.PassesAsync(bench)));
            }

            hosts.Add(new Entrant(host.Name, host, bench.Tokens));
        }

        return hosts;
    }

    private static async Task<Round> RunRoundAsync(Entrant entrant, int number, int users, int quantity, TimeSpan duration)
    {
        Sale sale = await entrant.Host.OpenAsync(quantity);
        RequestText request = new("POST", sale.ClaimPath, entrant.Proof, RequestText.FreshMembers($"r{number}"));
        HttpConnection[] connections = await HttpConnection.OpenAsync(entrant.Host.Port, users);
        await using StoredWatch watch = new(sale);
        LoadResult load = await ClosedLoop.RunAsync(connections, request, duration);
        await watch.UntilAsync(load.Accepted);
        foreach (HttpConnection connection in connections)
        {
            connection.Dispose();
        }

        await sale.JudgeAsync(load.Accepted, load.Unclear);
        double[] took = watch.ClaimToCoupon(load);
        double seconds = Stopwatch.GetElapsedTime(load.AcceptedSent.Min(), watch.LastAt).TotalSeconds;
        return new Round(
            entrant.Name, number, load.Accepted, load.Total, load.Average, load.Highest, load.MinMs, load.Ms(50), load.Ms(95), load.Ms(99), load.MaxMs,
            load.Accepted / seconds, took[took.Length / 2], took[(int)(took.Length * 0.99)], load.Statuses);
    }

    private static void Tell(Results results, List<Round> measured, IReadOnlyList<Entrant> hosts, int users, int quantity, TimeSpan duration)
    {
        (string Row, Func<Round, double> Figure, string Format, bool HigherIsBetter)[] rows =
        [
            ("max requests/s", r => r.Highest, "N0", true),
            ("average requests/s", r => r.Average, "N0", true),
            ("min, ms", r => r.MinMs, "0.00", false),
            ("median, ms", r => r.MedianMs, "0.00", false),
            ("p95, ms", r => r.P95Ms, "0.0", false),
            ("p99, ms", r => r.P99Ms, "0.0", false),
            ("max, ms", r => r.MaxMs, "0", false),
            ("requests in all", r => r.Total, "N0", true),
            ("coupons stored/s", r => r.StoredPerSecond, "N0", true),
            ("claim → coupon median, ms", r => r.ClaimToCouponMedianMs, "0.0", false),
            ("claim → coupon p99, ms", r => r.ClaimToCouponP99Ms, "0.0", false),
        ];
        string first = hosts[0].Name, last = hosts[^1].Name;
        Table table = new(
            string.Create(CultureInfo.InvariantCulture, $"{users} users, {quantity:N0} coupons, {duration.TotalSeconds:0.#} s a round: median (lowest–highest) of {measured.Count / hosts.Count} interleaved rounds"),
            ["", .. hosts.Select(h => h.Name), $"{last} against {first}"]);
        foreach ((string row, Func<Round, double> figure, string format, bool higherIsBetter) in rows)
        {
            Dictionary<string, Spread> spreads = hosts.ToDictionary(h => h.Name, h => Spread.Of(measured.Where(r => r.Host == h.Name).Select(figure)), StringComparer.Ordinal);

            // Round against its neighbour in time, so that whatever else the machine did falls on both.
            Spread ratio = Spread.Of(measured.Where(r => r.Host == last).Select(r =>
            {
                double other = figure(measured.Single(o => o.Host == first && o.Number == r.Number)), own = figure(r);
                return higherIsBetter ? own / other : other / own;
            }));
            table.Add([row, .. hosts.Select(h => spreads[h.Name].Text(format)), ratio.Text("0.0") + " ×"]);
        }

        results.Tables.Add(table);
        results.Charts.Add(ChartOf("report-requests", "Requests answered a second", "requests/s", r => r.Average, measured, hosts));
        results.Charts.Add(ChartOf("report-p95", "95 of 100 were answered within", "ms", r => r.P95Ms, measured, hosts));
        results.Charts.Add(ChartOf("report-stored", "Coupons stored a second", "coupons/s", r => r.StoredPerSecond, measured, hosts));
        results.Notes.Add("Each request is another member's. When the coupons are gone, everybody goes on asking and is told \"sold out\" until the time is over, on every host alike. The oracle held in every round: exactly as many coupons in the database as were acknowledged, nobody twice, never more than there were.");
    }

    private static BarChart ChartOf(string name, string title, string unit, Func<Round, double> figure, List<Round> measured, IReadOnlyList<Entrant> hosts)
    {
        BarChart chart = new(name, title, unit, IsLogarithmic: true);
        foreach (Entrant host in hosts)
        {
            chart.Add(host.Name, Spread.Of(measured.Where(r => r.Host == host.Name).Select(figure)), host.Host is ProductHost);
        }

        return chart;
    }
}
