using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using CouponAdmin.Bench.Reports;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;
using CouponAdmin.Core.Campaigns;
using StackExchange.Redis;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>A shop uses coupons on PostgreSQL: how many a second, and what it costs the drain of the same campaign, in turn.</summary>
internal static class RedeemScenario
{
    /// <summary>Checkouts that ask at once.</summary>
    private const int Checkouts = 32;

    /// <summary>Uses while a campaign is drained: a day's hundred thousand orders in a few minutes.</summary>
    private const int PacedPerSecond = 200;

    /// <summary>Coupons that exist before the drain that is measured begins: what the shop uses meanwhile.</summary>
    private const int IssuedBefore = 2_000;

    private sealed record Round(int Number, bool IsRedeeming, double UsesPerSecond, double RowsPerSecond);

    public static async Task RunAsync(BenchOptions options)
    {
        int rounds = options.Number("rounds", 6), quantity = options.Number("quantity", 20_000);
        TimeSpan rest = options.Seconds(10);
        Results results = new("redeem", options);
        await using Workbench bench = new();
        RedisServer redis = await bench.KeepAsync(RedisServer.StartAsync(bench.FolderOf("redis"), "always"));
        ProductHost host = await bench.KeepAsync(ProductHost.StartAsync("postgresql", bench, redis, await bench.KeepAsync(PostgreSqlServer.StartAsync(bench.FolderOf("postgresql")))));
        using Shop shop = new(host, bench);
        List<Round> measured = [];
        for (int number = 0; number <= rounds; number++)
        {
            // The order changes from round to round; the first round of a fresh process isn't counted.
            foreach (bool isRedeeming in number % 2 == 0 ? [false, true] : new[] { true, false })
            {
                await QuietMachine.WaitAsync(rest);
                Round round = await MeasureAsync(host, redis, shop, number, isRedeeming, quantity);
                Results.Say($"{number}/{rounds}, {(isRedeeming ? "with" : "without")} a shop beside it: {round.RowsPerSecond:N0} rows/s, then {round.UsesPerSecond:N0} uses/s");
                if (number > 0)
                {
                    measured.Add(round);
                }
            }
        }

        results.Rounds.AddRange(measured);
        results.Tables.Add(TableOf(measured, quantity, rounds));
        results.Notes.Add("Every use was answered 201, and the database holds exactly these coupons as used.");
        await results.WriteAsync();
    }

    private static Table TableOf(List<Round> measured, int quantity, int rounds)
    {
        Table table = new(string.Create(CultureInfo.InvariantCulture, $"Coupons used on PostgreSQL: median of {rounds} (lowest–highest)"), ["", "figure"]);
        Spread without = Spread.Of(measured.Where(r => !r.IsRedeeming).Select(r => r.RowsPerSecond)), with = Spread.Of(measured.Where(r => r.IsRedeeming).Select(r => r.RowsPerSecond));
        table.Add(string.Create(CultureInfo.InvariantCulture, $"uses/s, {Checkouts} checkouts at once"), Spread.Of(measured.Select(r => r.UsesPerSecond)).Text("N0"));
        table.Add(string.Create(CultureInfo.InvariantCulture, $"drain of {quantity:N0} claims, rows/s"), without.Text("N0"));
        table.Add(string.Create(CultureInfo.InvariantCulture, $"the same beside {PacedPerSecond} uses/s of the campaign"), with.Text("N0"));
        table.Add("part of it", (with.Median / without.Median).ToString("0.00", CultureInfo.InvariantCulture));
        return table;
    }

    private static async Task<Round> MeasureAsync(ProductHost host, RedisServer redis, Shop shop, int number, bool isRedeeming, int quantity)
    {
        Sale sale = await host.OpenAsync(IssuedBefore + quantity);
        RedisKey queue = new CampaignKeys(await host.KeyOfAsync(sale)).Queue;
        long ticket = (TimeProvider.System.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        await QueueAsync(redis, queue, ticket, 0, IssuedBefore);
        await sale.UntilStoredAsync(IssuedBefore);
        ConcurrentQueue<string> codes = new(await host.CodesOfAsync(sale));
        using CancellationTokenSource end = new();
        Task<int> beside = isRedeeming ? shop.PaceAsync(codes, end.Token) : Task.FromResult(0);
        await QueueAsync(redis, queue, ticket, IssuedBefore, quantity);
        await using StoredWatch watch = new(sale, IssuedBefore);
        await watch.UntilAsync(IssuedBefore + quantity);
        await end.CancelAsync();
        int used = await beside;
        long began = Stopwatch.GetTimestamp();
        int more = await shop.UseAllAsync(codes);
        double rate = more / Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (await host.UsedOfAsync(sale) != used + more)
        {
            throw new OracleException($"{sale.ClaimPath}: {used + more} coupons were used, the database holds {await host.UsedOfAsync(sale)}.");
        }

        return new Round(number, isRedeeming, rate, watch.RowsPerSecond);
    }

    // All at once, as if they had been admitted in one moment.
    private static Task<long> QueueAsync(RedisServer redis, RedisKey queue, long ticket, int from, int count) =>
        redis.Database.SortedSetAddAsync(queue, [.. Enumerable.Range(from, count).Select(n => new SortedSetEntry($"member-{n}", ticket + n))]);

    /// <summary>A shop's checkouts, each order with a key of its own.</summary>
    private sealed class Shop : IDisposable
    {
        private readonly HttpClient _client;

        public Shop(ProductHost host, Workbench bench)
        {
            _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Checkouts }) { BaseAddress = host.Client.BaseAddress };
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bench.Tokens.Of("bench-shop", "Cashier"));
        }

        /// <summary>Uses one coupon after the other in even steps until told to end; gives how many.</summary>
        public async Task<int> PaceAsync(ConcurrentQueue<string> codes, CancellationToken end)
        {
            long began = Stopwatch.GetTimestamp();
            List<Task> under = [];
            while (!end.IsCancellationRequested && under.Count < IssuedBefore)
            {
                while (under.Count < Stopwatch.GetElapsedTime(began).TotalSeconds * PacedPerSecond && codes.TryDequeue(out string? code))
                {
                    under.Add(UseAsync(code));
                }

                await Task.Delay(TimeSpan.FromMilliseconds(5), CancellationToken.None);
            }

            await Task.WhenAll(under);
            return under.Count;
        }

        /// <summary>Uses all that are left, as fast as the checkouts can; gives how many.</summary>
        public async Task<int> UseAllAsync(ConcurrentQueue<string> codes)
        {
            int count = 0;
            await Task.WhenAll(Enumerable.Range(0, Checkouts).Select(_ => Task.Run(async () =>
            {
                while (codes.TryDequeue(out string? code))
                {
                    await UseAsync(code);
                    Interlocked.Increment(ref count);
                }
            })));
            return count;
        }

        public void Dispose() => _client.Dispose();

        private async Task UseAsync(string code)
        {
            string order = RandomNumberGenerator.GetHexString(16);
            using HttpRequestMessage request = new(HttpMethod.Post, "/api/v1/redemptions")
            {
                Content = JsonContent.Create(new { code, orderId = order, orderAmount = 20_000, currency = "KRW" }),
            };
            request.Headers.Add("Idempotency-Key", order);
            using HttpResponseMessage answer = await _client.SendAsync(request);
            if (answer.StatusCode != HttpStatusCode.Created)
            {
                throw new OracleException($"A use of {code} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }
}
