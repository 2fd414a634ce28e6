using System.Text.Json;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Bench;

/// <summary>The bench as somebody runs it, in its short form: it starts what it needs, its oracle holds for every rival, and it writes what it promises. No timing is asserted.</summary>
public sealed class BenchTests
{
    [Fact]
    public async Task Report_WhenRunShort_SellsEveryCouponOnceOnEachHost()
    {
        using TestDirectory directory = new("bench-report");
        JsonElement result = await RunAsync(directory, "report", "--rounds", "1", "--seconds", "0.3", "--users", "4", "--quantity", "10", "--only", "lock,ours");

        JsonElement[] rounds = [.. result.GetProperty("rounds").EnumerateArray()];
        Assert.Equal(["lock + row", "ours, by cookie", "ours"], rounds.Select(r => r.GetProperty("host").GetString()));
        Assert.All(rounds, r => Assert.InRange(r.GetProperty("accepted").GetInt32(), 1, 10));
        foreach (string chart in (string[])["report-requests", "report-p95", "report-stored"])
        {
            Assert.StartsWith("<svg ", await File.ReadAllTextAsync(Path.Combine(directory.Path, chart + ".svg")), StringComparison.Ordinal);
        }

        Assert.Contains("| p95, ms |", await File.ReadAllTextAsync(Path.Combine(directory.Path, "report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limit_WhenRunShort_HearsOneKindOfAnswerInEachSlice()
    {
        using TestDirectory directory = new("bench-limit");
        JsonElement result = await RunAsync(directory, "limit", "--rounds", "1", "--seconds", "0.1", "--only", "embedded");

        string[] kinds = [.. result.GetProperty("rounds").EnumerateArray().Where(r => r.TryGetProperty("slice", out _)).Select(Kind).Distinct(StringComparer.Ordinal)];
        Assert.Equal(["empty endpoint 202", "empty and signed in 202", "the same, SCHED_BATCH 202", "its /health/live 200", "admitted 202", "sold out 409", "asked again 200", "claims/me 200",
            "admitted, by cookie 202", "sold out, by cookie 409", "asked again, by cookie 200", "claims/me, by cookie 200"], kinds);
    }

    [Fact]
    public async Task Growth_WhenTwoPagesWatchASale_EachIsSentTheChange()
    {
        using TestDirectory directory = new("bench-growth");
        JsonElement result = await RunAsync(directory, "growth", "--only", "pages", "--store", "embedded", "--highest", "2", "--rounds", "1", "--seconds", "0.1");

        JsonElement[] rounds = [.. result.GetProperty("rounds").EnumerateArray()];
        Assert.Equal([1, 2], rounds.Select(r => r.GetProperty("pages").GetInt32()));
        Assert.All(rounds, r => Assert.Single(r.GetProperty("told").EnumerateArray()));
    }

    [Fact]
    public async Task Webhooks_WhenRunShort_DrainsWithAndWithoutThem()
    {
        using TestDirectory directory = new("bench-webhooks");
        JsonElement result = await RunAsync(directory, "webhooks", "--rounds", "1", "--quantity", "2000", "--seconds", "0.1", "--only", "sqlite");

        Assert.Equal([true, false], result.GetProperty("rounds").EnumerateArray().Select(r => r.GetProperty("isTold").GetBoolean()));
    }

    [Fact]
    public async Task Redeem_WhenRunShort_DrainsWithAndWithoutAShop()
    {
        using TestDirectory directory = new("bench-redeem");
        JsonElement result = await RunAsync(directory, "redeem", "--rounds", "1", "--quantity", "2000", "--seconds", "0.1");

        Assert.Equal([true, false], result.GetProperty("rounds").EnumerateArray().Select(r => r.GetProperty("isRedeeming").GetBoolean()));
    }

    [Fact]
    public async Task Bench_WhenAskedForWhatItDoesNotKnow_SaysWhatThereIs()
    {
        await using ChildProcess child = await ChildProcess.StartAsync(new ChildCommand(AppEnvironment.DotnetProgram, Assembly, "report", "--rounds", "0"));

        Assert.Equal(2, await child.WaitForExitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("--rounds wants a number above zero", child.Output, StringComparison.Ordinal);
        Assert.Contains("limit ", child.Output, StringComparison.Ordinal);
    }

    private static string Kind(JsonElement round) => $"{round.GetProperty("slice").GetString()} {round.GetProperty("statuses").GetString()![..3]}";

    private static string Assembly => Path.Combine(SourceTree.Root, "CouponAdmin.Bench", "bin", SourceTree.Configuration, "net10.0", "CouponAdmin.Bench.dll");

    private static async Task<JsonElement> RunAsync(TestDirectory directory, string scenario, params string[] options)
    {
        await ChildProcess.RunAsync(new ChildCommand(AppEnvironment.DotnetProgram, [Assembly, scenario, "--out", directory.Path, .. options]) { Environment = AppEnvironment.ShortLife });
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(directory.Path, scenario + ".json")));
        return document.RootElement.Clone();
    }
}
