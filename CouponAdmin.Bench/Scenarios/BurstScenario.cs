using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>The opening moment: a crowd within a fifth of a second, for a twentieth as many coupons.</summary>
internal static class BurstScenario
{
    private static readonly TimeSpan Width = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(1);
    private static readonly byte[] IssuedMark = "\"status\":\"issued\""u8.ToArray();

    /// <summary>All times in milliseconds from the moment when the first was due.</summary>
    private sealed record Round(int Number, double SoldOutMs, double LastAnswerMs, double LastStoredMs, double LastToldMs, double ToldMedianMs, double P99Ms, string Statuses);

    public static async Task RunAsync(BenchOptions options)
    {
        int rounds = options.Number("rounds", 10), members = options.Number("members", 20_000), quantity = options.Number("quantity", 1_000), connections = options.Number("connections", 500);
        Results results = new("burst", options);
        await using Workbench bench = new();
        PostgreSqlServer postgres = await bench.KeepAsync(PostgreSqlServer.StartAsync(bench.FolderOf("postgresql")));
        RedisServer redis = await bench.KeepAsync(RedisServer.StartAsync(bench.FolderOf("redis"), "always"));
        ProductHost host = await bench.KeepAsync(ProductHost.StartAsync("product", bench, redis, postgres));
        IMemberProof proof = options.IsByCookie ? await host.PassesAsync(bench) : bench.Tokens;
        List<Round> measured = [];
        for (int number = 0; number <= rounds; number++)
        {
            Round round = await RunRoundAsync(host, bench, proof, number, members, quantity, connections);
            Results.Say($"burst {number}/{rounds}  sold out {round.SoldOutMs:0} ms, last answer {round.LastAnswerMs:0} ms, last stored {round.LastStoredMs:0} ms, last told {round.LastToldMs:0} ms  {round.Statuses}");
            measured.Add(round);
        }

        // The first of a fresh process isn't counted, but told.
        Round first = measured[0];
        measured.RemoveAt(0);
        results.Notes.Add(string.Create(
            CultureInfo.InvariantCulture, $"The first burst of the fresh process: sold out after {first.SoldOutMs:N0} ms, all answered after {first.LastAnswerMs:N0} ms, the last winner told after {first.LastToldMs:N0} ms ({first.Statuses})."));
        results.Rounds.AddRange(measured);
        Tell(results, measured, string.Create(
            CultureInfo.InvariantCulture, $"{members:N0} members within {Width.TotalMilliseconds:0} ms for {quantity:N0} coupons over {connections} kept-alive connections{(options.IsByCookie ? ", by cookie" : "")}; {rounds} bursts"));
        await results.WriteAsync();
    }

    private static async Task<Round> RunRoundAsync(ProductHost host, Workbench bench, IMemberProof proof, int number, int members, int quantity, int connections)
    {
        Sale sale = await host.OpenAsync(quantity);
        Func<long, string> names = RequestText.FreshMembers($"burst{number}");
        RequestText claim = new("POST", sale.ClaimPath, proof, names), follow = new("GET", sale.ClaimPath + "/me/events", bench.Tokens, names);
        HttpConnection[] open = await HttpConnection.OpenAsync(host.Port, connections);
        await using StoredWatch watch = new(sale);
        LoadResult load = new(120), told = new(120);
        List<Task> following = [];
        load.Began = told.Began = Stopwatch.GetTimestamp();
        await OpenLoop.RunAsync(open, claim, members / Width.TotalSeconds, Width, load, (sequence, status, sent) =>
        {
            if (status == 202)
            {
                // As the page does: whoever is in follows the claim on a stream of its own.
                Task one = FollowAsync(host.Port, follow, sequence, sent, told);
                lock (following)
                {
                    following.Add(one);
                }
            }
        });
        await watch.UntilAsync(quantity);
        await Task.WhenAll(following);
        foreach (HttpConnection connection in open)
        {
            connection.Dispose();
        }

        await sale.JudgeAsync(quantity);
        return new Round(
            number, load.LastAcceptedMs, load.Elapsed.TotalMilliseconds, Stopwatch.GetElapsedTime(load.Began, watch.LastAt).TotalMilliseconds,
            told.LastAcceptedMs, told.Ms(50), load.Ms(99), load.Statuses);
    }

    // Timed from the claim's due moment to "issued".
    private static async Task FollowAsync(int port, RequestText follow, long sequence, long due, LoadResult told)
    {
        bool isTold = false;
        while (!isTold)
        {
            using HttpConnection connection = await HttpConnection.OpenAsync(port);
            isTold = await connection.WaitForTextAsync(follow, sequence, IssuedMark);
            if (!isTold)
            {
                // Turned away for the moment: the page comes back after a second, and so do we.
                await Task.Delay(ComeBackAfter);
            }
        }

        told.Add(202, due, Stopwatch.GetTimestamp());
    }

    private static void Tell(Results results, List<Round> measured, string title)
    {
        (string Name, Func<Round, double> Figure)[] rows =
        [
            ("the last coupon is given (sold out)", r => r.SoldOutMs),
            ("the last of all is answered", r => r.LastAnswerMs),
            ("the last coupon is stored", r => r.LastStoredMs),
            ("the last winner is told (SSE)", r => r.LastToldMs),
            ("claim → told, median", r => r.ToldMedianMs),
            ("answer, p99 from the due moment", r => r.P99Ms),
        ];
        Table table = new(title, ["milliseconds from the opening", "median (lowest–highest)"]);
        BarChart chart = new("burst", "A burst, from the opening to…", "ms");
        foreach ((string name, Func<Round, double> figure) in rows)
        {
            Spread spread = Spread.Of(measured.Select(figure));
            table.Add(name, spread.Text("N0"));
            chart.Add(name, spread, isOurs: true);
        }

        results.Tables.Add(table);
        results.Charts.Add(chart);
        results.Notes.Add("The oracle held in every burst: exactly the quantity was stored, nobody twice.");
    }
}
