using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Attacks;

/// <summary>
/// One member, and one address, who ask without end beside an honest crowd: every honest claim is admitted, the flood is told to wait, and hardly any of it reaches the store.
/// Times are printed, never judged; longer: <c>COUPONADMIN_FLOOD_COUNT=10000</c> floods each kind with that many.
/// </summary>
public sealed class FloodTests(ITestOutputHelper output)
{
    private static readonly int[] Expected = [200, 202, 429];
    private const int Count = 1_500;
    private const int FloodAtOnce = 16;

    // The flood's own generator shares these cores with the product: at full blast it would be what the crowd feels.
    private const int FloodPerSecond = 1_000;
    private const int HonestAtOnce = 4;
    private const int ClaimsPerMemberPerSecond = 20;
    private const int RequestsPerAddressPerSecond = 30;

    private static int s_addresses;

    // Admitted; then the drainer's lease and the copy of its progress, at most once for each.
    private const int ScriptsPerClaim = 3;

    // Scripts that run by themselves: readings of live numbers, drains, checks.
    private const int OwnScriptsPerSecond = 40;

    [Fact]
    public async Task Crowd_BesideAFlood_IsServedAsWithout()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("COUPONADMIN_FLOOD_COUNT"), CultureInfo.InvariantCulture, out int more) ? more : Count;
        await using RedisServer redis = await RedisServer.StartAsync();
        await using RunningProduct product = await RunningProduct.StartAsync(
            Setup.Embedded, ("ConnectionStrings__Redis", redis.ConnectionString), ("Limits__ClaimsPerMemberPerSecond", $"{ClaimsPerMemberPerSecond}"),
            ("Limits__RequestsPerAddressPerSecond", $"{RequestsPerAddressPerSecond}"), ("Proxy__Networks", "127.0.0.0/8"));
        string slug = SaleClient.FreshSlug("flood");
        await product.Sale.OpenAsync(SaleClient.Draft(slug, quantity: 1_000_000), product.Tokens.Operator());
        await CrowdAsync(product, slug, "warm", Task.Delay(TimeSpan.FromMilliseconds(500)));
        foreach (int round in new[] { 1, 2 })
        {
            output.WriteLine($"round {round}, nobody floods: {Told(await CrowdAsync(product, slug, $"calm-{round}", Task.Delay(TimeSpan.FromSeconds(count / 1_000.0))))}");
            output.WriteLine($"round {round}, one member floods: {await BesideAsync(product, redis, slug, $"member-{round}", count, OneMember(product, slug, round))}");
            output.WriteLine($"round {round}, one address floods: {await BesideAsync(product, redis, slug, $"address-{round}", count, OneAddress(product, slug))}");
        }
    }

    private static async Task<string> BesideAsync(RunningProduct product, RedisServer redis, string slug, string name, int count, Func<int, Task<HttpResponseMessage>> flood)
    {
        long scripts = await ScriptsAsync(redis);
        long began = Stopwatch.GetTimestamp();
        ConcurrentDictionary<int, int> told = [];
        Task flooding = Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = FloodAtOnce }, async (i, _) =>
        {
            TimeSpan early = TimeSpan.FromSeconds((double)i / FloodPerSecond) - Stopwatch.GetElapsedTime(began);
            await Task.Delay(early > TimeSpan.Zero ? early : TimeSpan.Zero, CancellationToken.None);
            using HttpResponseMessage answer = await flood(i);
            told.AddOrUpdate((int)answer.StatusCode, 1, (_, n) => n + 1);
            Assert.True((int)answer.StatusCode != 429 || answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1), "429 without Retry-After");
        });
        List<double> crowd = await CrowdAsync(product, slug, name, flooding);
        await flooding;
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        long ran = await ScriptsAsync(redis) - scripts;

        int passed = told.Where(t => t.Key != 429).Sum(t => t.Value);
        int allowed = (int)((Math.Max(ClaimsPerMemberPerSecond, RequestsPerAddressPerSecond) * (seconds + 2)) + 1);
        Assert.InRange(passed, 0, allowed);
        Assert.All(told.Keys, status => Assert.Contains(status, Expected));
        Assert.True(ran <= (ScriptsPerClaim * crowd.Count) + allowed + (OwnScriptsPerSecond * (seconds + 1)), $"{ran} scripts in {seconds:0.0} s for {crowd.Count} honest claims and a flood of {count}");
        return string.Create(CultureInfo.InvariantCulture, $"{Told(crowd)}; of {count} in {seconds:0.0} s, {passed} passed; {ran} scripts in the store");
    }

    // Members who claim once each, four at a time, until the flood is over: all of them must get their ticket.
    private static async Task<List<double>> CrowdAsync(RunningProduct product, string slug, string name, Task until)
    {
        ConcurrentBag<double> times = [];
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, HonestAtOnce).Select(async _ =>
        {
            while (!until.IsCompleted)
            {
                string token = product.Tokens.Member($"{name}-{Interlocked.Increment(ref next)}");
                long asked = Stopwatch.GetTimestamp();
                Assert.Equal(202, await ClaimAsync(product, slug, token, FreshAddress()));
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }
        }));
        return [.. times.Order()];
    }

    // One account from everywhere: only the member's limit can stop it.
    private static Func<int, Task<HttpResponseMessage>> OneMember(RunningProduct product, string slug, int round)
    {
        string token = product.Tokens.Member($"greedy-{round}");
        return _ => SendAsync(product, slug, token, FreshAddress());
    }

    // Many accounts from one place: only the address's limit can.
    private static Func<int, Task<HttpResponseMessage>> OneAddress(RunningProduct product, string slug)
    {
        string[] tokens = [.. Enumerable.Range(0, 500).Select(i => product.Tokens.Member($"bot-{i}"))];
        return i => SendAsync(product, slug, tokens[i % tokens.Length], "192.0.2.66");
    }

    private static async Task<int> ClaimAsync(RunningProduct product, string slug, string token, string address)
    {
        using HttpResponseMessage answer = await SendAsync(product, slug, token, address);
        return (int)answer.StatusCode;
    }

    // As a proxy sends it, which knows where it came from.
    private static async Task<HttpResponseMessage> SendAsync(RunningProduct product, string slug, string token, string address)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri($"/api/v1/campaigns/{slug}/claims", UriKind.Relative));
        request.Headers.Add("Authorization", $"Bearer {token}");
        request.Headers.Add("X-Forwarded-For", address);
        return await product.App.Client.SendAsync(request);
    }

    private static string FreshAddress()
    {
        int own = Interlocked.Increment(ref s_addresses);
        return $"10.{own >> 16 & 255}.{own >> 8 & 255}.{own & 255}";
    }

    private static async Task<long> ScriptsAsync(RedisServer redis)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        IGrouping<string, KeyValuePair<string, string>>[] sections = await connection.GetServers()[0].InfoAsync("commandstats");
        return sections.SelectMany(section => section).Where(line => line.Key.StartsWith("cmdstat_eval", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Value.Split(',')[0].Split('=')[1], CultureInfo.InvariantCulture));
    }

    private static string Told(List<double> times) => times.Count == 0 ? "nobody asked" : string.Create(
        CultureInfo.InvariantCulture, $"{times.Count} honest claims, all admitted, median {times[times.Count / 2]:0.0} ms, p95 {times[times.Count * 95 / 100]:0.0} ms");
}
