using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CouponAdmin.Bench.Receivers;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;
using CouponAdmin.Core.Campaigns;
using StackExchange.Redis;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>What three webhooks cost the drain: claims that wait in the queue are recorded with and without them, in turn, by the same process.</summary>
internal static class WebhookScenario
{
    private const int Webhooks = 3;
    private const string PostgreSql = "postgresql";
    private const string Sqlite = "sqlite";
    private static readonly string[] Databases = [PostgreSql, Sqlite];
    private static readonly TimeSpan CatchUpWithin = TimeSpan.FromMinutes(5);

    private sealed record Round(string Database, int Number, bool IsTold, double RowsPerSecond, double BehindSeconds);

    public static async Task RunAsync(BenchOptions options)
    {
        int rounds = options.Number("rounds", 5), quantity = options.Number("quantity", 20_000);
        TimeSpan rest = options.Seconds(10);
        Results results = new("webhooks", options);
        Table table = new(
            string.Create(CultureInfo.InvariantCulture, $"{quantity:N0} claims from the queue to the database, rows/s: median of {rounds} (lowest–highest)"),
            ["database", "without webhooks", $"with {Webhooks}", "part of it"]);
        await using Workbench bench = new();
        RedisServer redis = await bench.KeepAsync(RedisServer.StartAsync(bench.FolderOf("redis"), "always"));
        string[] urls = [.. await Task.WhenAll(Enumerable.Range(0, Webhooks).Select(n => StartReceiverAsync(bench, n)))];
        foreach (string database in options.Only(Databases, name => name))
        {
            ProductHost host = await bench.KeepAsync(database == Sqlite
                ? ProductHost.StartOnSqliteAsync(database, bench, redis)
                : ProductHost.StartAsync(database, bench, redis, await bench.KeepAsync(PostgreSqlServer.StartAsync(bench.FolderOf("postgresql")))));
            List<Round> measured = await MeasureAsync(host, bench, redis, urls, rounds, quantity, rest);
            Spread without = Spread.Of(measured.Where(r => !r.IsTold).Select(r => r.RowsPerSecond)), with = Spread.Of(measured.Where(r => r.IsTold).Select(r => r.RowsPerSecond));
            table.Add(database, without.Text("N0"), with.Text("N0"), (with.Median / without.Median).ToString("0.00", CultureInfo.InvariantCulture));
            results.Rounds.AddRange(measured);
        }

        results.Tables.Add(table);
        results.Notes.Add("In each round with webhooks all three receivers got every event before the next round began.");
        await results.WriteAsync();
    }

    private static async Task<string> StartReceiverAsync(Workbench bench, int number)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"receiver {number}");
        WebHost receiver = await bench.KeepAsync(WebHost.StartAsync(
            name, typeof(WebhookScenario).Assembly.Location, ["receiver", nameof(ReceiverKind.Good), bench.FolderOf(name)], "/ready", new Dictionary<string, string>(StringComparer.Ordinal)));
        return new Uri(receiver.Client.BaseAddress!, "/hooks").ToString();
    }

    private static async Task<List<Round>> MeasureAsync(ProductHost host, Workbench bench, RedisServer redis, string[] urls, int rounds, int quantity, TimeSpan rest)
    {
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", bench.Tokens.Of("bench-administrator", "Administrator"));
        string[] hooks = [.. await Task.WhenAll(urls.Select(url => CreateAsync(host, url)))];
        List<Round> measured = [];
        for (int number = 0; number <= rounds; number++)
        {
            // The order changes from round to round; the first pair of a fresh process isn't counted.
            foreach (bool isTold in number % 2 == 0 ? [false, true] : new[] { true, false })
            {
                await SwitchAsync(host, hooks, isTold);
                await QuietMachine.WaitAsync(rest);
                (double rate, double behind) = await DrainAsync(host, redis, hooks, isTold, quantity);
                Results.Say($"{host.Name} {number}/{rounds}, {(isTold ? "with" : "without")} webhooks: {rate:N0} rows/s, delivered {behind:0.0} s after the last row");
                if (number > 0)
                {
                    measured.Add(new Round(host.Name, number, isTold, rate, behind));
                }
            }
        }

        return measured;
    }

    private static async Task<(double Rate, double Behind)> DrainAsync(ProductHost host, RedisServer redis, string[] hooks, bool isTold, int quantity)
    {
        Sale sale = await host.OpenAsync(quantity);
        RedisKey queue = new CampaignKeys(await host.KeyOfAsync(sale)).Queue;
        long ticket = (TimeProvider.System.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

        // All at once, as if they had been admitted in one moment: what is measured begins with the first row and ends with the last.
        await redis.Database.SortedSetAddAsync(queue, [.. Enumerable.Range(0, quantity).Select(n => new SortedSetEntry($"member-{n}", ticket + n))]);
        await using StoredWatch watch = new(sale);
        await watch.UntilAsync(quantity);
        await sale.JudgeAsync(quantity);
        long ended = Stopwatch.GetTimestamp();
        if (isTold)
        {
            await UntilDeliveredAsync(host, hooks);
        }

        return (watch.RowsPerSecond, Stopwatch.GetElapsedTime(ended).TotalSeconds);
    }

    private static async Task UntilDeliveredAsync(ProductHost host, string[] hooks)
    {
        long began = Stopwatch.GetTimestamp(), last = 0;
        foreach (string hook in hooks)
        {
            // The newest coupons get their place in the log a tick later: a webhook without anything to wait for is asked until that has passed.
            for (int quiet = 0; quiet < 3;)
            {
                using JsonDocument standing = JsonDocument.Parse(await host.Client.GetStringAsync(new Uri(hook, UriKind.Relative)));
                long cursor = standing.RootElement.GetProperty("cursor").GetInt64();
                quiet = standing.RootElement.GetProperty("waiting").GetInt64() == 0 && cursor == last ? quiet + 1 : 0;
                last = cursor;
                if (Stopwatch.GetElapsedTime(began) > CatchUpWithin)
                {
                    throw new OracleException($"{hook} is behind after {CatchUpWithin}.");
                }

                await Task.Delay(500);
            }
        }
    }

    private static async Task<string> CreateAsync(ProductHost host, string url)
    {
        using HttpResponseMessage answer = await host.Client.PostAsJsonAsync("/api/v1/webhooks", new { name = "bench", url });
        answer.EnsureSuccessStatusCode();
        return answer.Headers.Location!.ToString();
    }

    private static async Task SwitchAsync(ProductHost host, string[] hooks, bool isOn)
    {
        foreach (string hook in hooks)
        {
            // Refused where it stands so already.
            using HttpResponseMessage answer = isOn
                ? await host.Client.PostAsJsonAsync($"{hook}/enable", new { skipMissed = true })
                : await host.Client.PostAsync(new Uri($"{hook}/disable", UriKind.Relative), null);
        }
    }
}
