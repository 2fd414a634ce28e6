using System.Globalization;
using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>How long claims take when people come at their own moments, at parts of what the product can do at most.</summary>
internal static class OpenScenario
{
    private const int Quantity = 5_000_000;
    private const int ProofRate = 1_000;
    private static readonly double[] Parts = [0.3, 0.5, 0.7, 0.9];
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(200);

    private sealed record Step(
        int Round, double Part, double Rate, double MedianMs, double P95Ms, double P99Ms, double P999Ms, double MaxMs, double CouponMedianMs, double CouponP99Ms, string Statuses);

    public static async Task RunAsync(BenchOptions options)
    {
        TimeSpan duration = options.Seconds(10);
        int rounds = options.Number("rounds", 3), connections = options.Number("connections", 200);
        Results results = new("open", options);
        await using Workbench bench = new();
        await ProveGeneratorAsync(results, bench);
        PostgreSqlServer postgres = await bench.KeepAsync(PostgreSqlServer.StartAsync(bench.FolderOf("postgresql")));
        RedisServer redis = await bench.KeepAsync(RedisServer.StartAsync(bench.FolderOf("redis"), "always"));
        ProductHost host = await bench.KeepAsync(ProductHost.StartAsync("product", bench, redis, postgres));
        double highest = options.Number("highest", (int)await HighestAsync(host, bench, connections));
        List<Step> steps = [];
        for (int round = 1; round <= rounds; round++)
        {
            foreach (double part in Parts)
            {
                Step step = await RunStepAsync(host, bench, round, part, highest * part, duration, connections);
                Results.Say($"round {round}/{rounds}  {part:0 %} = {step.Rate:N0}/s  p50 {step.MedianMs:0.0}  p99 {step.P99Ms:0.0}  max {step.MaxMs:0} ms  coupon p99 {step.CouponP99Ms:0} ms");
                steps.Add(step);
            }
        }

        results.Rounds.AddRange(steps);
        Tell(results, steps, highest, duration);
        await results.WriteAsync();
    }

    /// <summary>Freezes a host for 200 ms in the middle of a load: a generator that waits for answers before it sends would hardly notice.</summary>
    /// <exception cref="InvalidOperationException">The generator hid the stall.</exception>
    private static async Task ProveGeneratorAsync(Results results, Workbench bench)
    {
        WebHost host = await bench.KeepAsync(RivalHost.StartEmptyAsync(bench));
        HttpConnection[] open = await HttpConnection.OpenAsync(host.Port, 50);
        RequestText request = new("POST", "/empty", null, _ => "");
        await ClosedLoop.RunAsync(open, request, TimeSpan.FromSeconds(1));
        Task<LoadResult> running = OpenLoop.RunAsync(open, request, ProofRate, TimeSpan.FromSeconds(2));
        await Task.Delay(TimeSpan.FromSeconds(1));
        host.Child.Freeze();
        await Task.Delay(Stall);
        host.Child.Thaw();
        LoadResult load = await running;
        foreach (HttpConnection connection in open)
        {
            connection.Dispose();
        }

        // Whoever came in the first half of the stall waited for more than half of it.
        long late = load.CountAbove(Stall / 2), expected = (long)(ProofRate * Stall.TotalSeconds / 2);
        string proof = string.Create(
            CultureInfo.InvariantCulture, $"The generator's proof: a planted stall of {Stall.TotalMilliseconds:0} ms at {ProofRate:N0}/s made {late} answers later than {Stall.TotalMilliseconds / 2:0} ms (about {expected} came in the stall's first half); the longest took {load.MaxMs:0} ms.");
        Results.Say($"{proof}");
        if (late < expected * 0.8 || load.MaxMs < Stall.TotalMilliseconds * 0.9)
        {
            throw new InvalidOperationException("The generator hides stalls: its figures are worth nothing. " + proof);
        }

        results.Notes.Add(proof);
        results.Rounds.Add(new { proof = new { late, expected, maxMs = load.MaxMs } });
    }

    private static async Task<double> HighestAsync(ProductHost host, Workbench bench, int connections)
    {
        Sale sale = await host.OpenAsync(Quantity);
        HttpConnection[] open = await HttpConnection.OpenAsync(host.Port, connections);
        double average = 0;
        int accepted = 0, unclear = 0;
        for (int i = 0; i < 3; i++)
        {
            LoadResult load = await ClosedLoop.RunAsync(open, new RequestText("POST", sale.ClaimPath, bench.Tokens, RequestText.FreshMembers($"max{i}")), TimeSpan.FromSeconds(3));
            average = load.Average;
            accepted += load.Accepted;
            unclear += load.Unclear;
            await sale.UntilStoredAsync(accepted);
        }

        foreach (HttpConnection connection in open)
        {
            connection.Dispose();
        }

        await sale.JudgeAsync(accepted, unclear);
        Results.Say($"highest: {average:N0} claims/s");
        return average;
    }

    private static async Task<Step> RunStepAsync(ProductHost host, Workbench bench, int round, double part, double rate, TimeSpan duration, int connections)
    {
        Sale sale = await host.OpenAsync(Quantity);
        HttpConnection[] open = await HttpConnection.OpenAsync(host.Port, connections);
        await using StoredWatch watch = new(sale);
        LoadResult load = await OpenLoop.RunAsync(open, new RequestText("POST", sale.ClaimPath, bench.Tokens, RequestText.FreshMembers($"open{round}")), rate, duration);
        await watch.UntilAsync(load.Accepted);
        foreach (HttpConnection connection in open)
        {
            connection.Dispose();
        }

        await sale.JudgeAsync(load.Accepted, load.Unclear);
        double[] took = watch.ClaimToCoupon(load);
        return new Step(
            round, part, rate, load.Ms(50), load.Ms(95), load.Ms(99), load.Ms(99.9), load.MaxMs, took[took.Length / 2], took[(int)(took.Length * 0.99)], load.Statuses);
    }

    private static void Tell(Results results, List<Step> steps, double highest, TimeSpan duration)
    {
        Table table = new(
            string.Create(CultureInfo.InvariantCulture, $"Open loop, {duration.TotalSeconds:0.#} s each, timed from the due moment; the highest was {highest:N0} claims/s (closed loop): median (lowest–highest) of the rounds"),
            ["part of the highest", "claims/s", "median, ms", "p95, ms", "p99, ms", "p99.9, ms", "max, ms", "claim → coupon median, ms", "claim → coupon p99, ms"]);
        BarChart chart = new("open", "99 of 100 claims were answered within, by part of the highest rate", "ms", IsLogarithmic: true);
        foreach (IGrouping<double, Step> same in steps.GroupBy(s => s.Part))
        {
            string Of(Func<Step, double> figure, string format) => Spread.Of(same.Select(figure)).Text(format);
            table.Add(
                same.Key.ToString("0 %", CultureInfo.InvariantCulture), same.First().Rate.ToString("N0", CultureInfo.InvariantCulture), Of(s => s.MedianMs, "0.0"),
                Of(s => s.P95Ms, "0.0"), Of(s => s.P99Ms, "0.0"), Of(s => s.P999Ms, "0.0"), Of(s => s.MaxMs, "0"), Of(s => s.CouponMedianMs, "0"), Of(s => s.CouponP99Ms, "0"));
            chart.Add(same.Key.ToString("0 %", CultureInfo.InvariantCulture), Spread.Of(same.Select(s => s.P99Ms)), isOurs: true);
        }

        results.Tables.Add(table);
        results.Charts.Add(chart);
    }
}
