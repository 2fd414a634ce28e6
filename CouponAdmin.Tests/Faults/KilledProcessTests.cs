using System.Globalization;
using System.Net;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>kill -9 of the product on the embedded default: no acknowledged claim is lost and none is doubled (promises P1, P4–P7, P14).</summary>
public sealed class KilledProcessTests(ITestOutputHelper output)
{
    private const string Slug = "rush";
    private const int Clients = 16;
    private const int MembersPerRound = 400;

    /// <summary>More rounds: <c>eng/crash-rounds.sh 50</c>.</summary>
    public const string RoundsVariable = "COUPONADMIN_CRASH_ROUNDS";

    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable(RoundsVariable) ?? "5", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Product_WhenKilledInTheRushAgainAndAgain_LosesAndDoublesNothing()
    {
        int quantity = Rounds * MembersPerRound * 3 / 4;
        await using RunningProduct product = await RunningProduct.StartAsync(Setup.Embedded);
        await product.Sale.OpenAsync(SaleClient.Draft(Slug, quantity), product.Tokens.Administrator());
        ClaimHistory history = new();
        Random random = new(20261122);
        for (int round = 0; round < Rounds; round++)
        {
            await RushAndKillAsync(product, history, round, killAfter: random.Next(1, MembersPerRound));
            await product.App.StartAgainAsync();
            await product.App.WaitUntilReadyAsync();
        }

        IReadOnlyList<ExportedRow> rows = await DrainedRowsAsync(product);
        history.AssertKept(rows, quantity);
        Assert.NotEmpty(history.Acknowledged);
        double bound = 3.0 / Rounds;
        output.WriteLine(
            $"k = {Rounds} kills, {history.Acknowledged.Count} acknowledged, {history.Unanswered} unanswered, {rows.Count} issued: 0 lost; 95 % bound on a losing kill {bound:P1}");
    }

    /// <summary>A crash at each step of the drain: the process kills itself there, and after a restart the books balance.</summary>
    [Theory]
    [InlineData(nameof(FailPoint.DrainAfterRead)), InlineData(nameof(FailPoint.DrainBeforeCommit))]
    [InlineData(nameof(FailPoint.DrainAfterCommit)), InlineData(nameof(FailPoint.DrainAfterPublish))]
    public async Task Drainer_WhenKilledAtAStep_IsRepeatedWithoutHarm(string point)
    {
        const int Quantity = 40;
        await using RunningProduct product = await RunningProduct.StartAsync(Setup.Embedded, (FailPoint.Variable, point));
        string admin = product.Tokens.Administrator();
        await product.Sale.OpenAsync(SaleClient.Draft(Slug, Quantity), admin);
        ClaimHistory history = new();
        await AskAllAsync(product, history, [.. Enumerable.Range(0, 60).Select(i => $"member-{i}")]);
        await Eventually.HoldsAsync(() => product.App.HasExited, exited => exited);

        await product.App.StartAgainAsync(without: FailPoint.Variable);
        await product.App.WaitUntilReadyAsync();
        await AskAllAsync(product, history, [.. Enumerable.Range(0, 60).Select(i => $"member-{i}")]);
        IReadOnlyList<ExportedRow> rows = await DrainedRowsAsync(product);
        history.AssertKept(rows, Quantity);
        Assert.Equal(Quantity, rows.Count);
    }

    private static async Task RushAndKillAsync(RunningProduct product, ClaimHistory history, int round, int killAfter)
    {
        string[] members = [.. Enumerable.Range(0, MembersPerRound).Select(i => $"member-{round}-{i}")];
        int before = history.Acknowledged.Count;
        Task rush = AskAllAsync(product, history, members);
        await Eventually.HoldsAsync(() => rush.IsCompleted || history.Acknowledged.Count - before >= killAfter, reached => reached);
        await product.App.KillAsync();
        await rush;
    }

    private static Task AskAllAsync(RunningProduct product, ClaimHistory history, string[] members) =>
        Parallel.ForEachAsync(members, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (member, _) =>
            await history.AskAsync(product.Sale, Slug, member, product.Tokens.Member(member)));

    private static async Task<IReadOnlyList<ExportedRow>> DrainedRowsAsync(RunningProduct product)
    {
        Answer stats = await Eventually.HoldsAsync(
            () => product.Sale.GetAsync($"{SaleClient.Admin}/{Slug}/stats", product.Tokens.Viewer()),
            answer => answer.Status == HttpStatusCode.OK && answer.Number("queueDepth") == 0 && answer.Number("admitted") == answer.Number("issued"));
        Answer csv = await product.Sale.GetAsync($"{SaleClient.Admin}/{Slug}/issuances.csv", product.Tokens.Viewer());
        IReadOnlyList<ExportedRow> rows = ClaimHistory.Parse(csv.Text);
        Assert.Equal(stats.Number("issued"), rows.Count);
        return rows;
    }
}
