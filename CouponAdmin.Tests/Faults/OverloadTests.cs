using System.Globalization;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>Claims that come faster than they can be served, whether answers come or not: each is answered in time (P16). What the interface makes of it: HungStoreAmongThreeTests.</summary>
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int PerBeat = 15;
    private const int Beats = 60;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    /// <summary>One claim a script over a line of at least 10 ms there and back serves 100 a second at most: three times that arrive.</summary>
    [Fact]
    public async Task Claim_WhenThreeTimesTheCapacityArrives_IsServedOrToldToComeBackAndAskingAgainGivesTheTicket()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        List<Load> loads = [];
        for (int round = 0; round < plan.Count; round++)
        {
            loads.Add(await OverloadAsync());
        }

        plan.Report(output, "P16", "open loop at three times the capacity", string.Create(
            CultureInfo.InvariantCulture,
            $"{loads.Sum(l => l.Served)} served, {loads.Sum(l => l.Shed)} told to come back ({loads.Sum(l => l.Held)} of them held a ticket when they did), slowest answer {loads.Max(l => l.Slowest).TotalSeconds:0.0} s"));
    }

    private static async Task<Load> OverloadAsync()
    {
        await using FaultProxy line = FaultProxy.To((await RedisServer.SharedAsync()).Port);
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            OwnStore = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{line.Port}"), Quantity = 100_000, Issuance = new IssuanceOptions { ClaimBatchSize = 1 },
        });
        ClaimHistory history = new();
        line.Delay = TimeSpan.FromMilliseconds(5);
        List<Task<ClaimAnswer>> asked = [];
        using (PeriodicTimer timer = new(Beat))
        {
            for (int beat = 0; beat < Beats; beat++)
            {
                asked.AddRange(TestMembers.Take(PerBeat, from: asked.Count + 1).Select(m => history.AskAsync(m, () => sale.ClaimAsync(m))));
                await timer.WaitForNextTickAsync();
            }
        }

        ClaimAnswer[] answers = await Task.WhenAll(asked);
        line.Delay = TimeSpan.Zero;
        int served = answers.Count(a => a.Outcome == ClaimOutcome.Queued);
        int shed = answers.Count(a => a.Outcome is ClaimOutcome.StoreUnavailable or ClaimOutcome.TooManyRequests);
        int admitted = (await sale.QueueAsync()).Length;
        TimeSpan slowest = history.Attempts.Max(a => a.Took);
        Assert.Equal(PerBeat * Beats, served + shed);
        Assert.True(served > 0 && shed > 0, $"{served} served, {shed} shed");
        Assert.True(slowest < FaultRig.AnswerWithin, $"answered after {slowest}");
        foreach (string member in TestMembers.Take(PerBeat * Beats))
        {
            await history.AskAsync(member, () => sale.ClaimAsync(member));
        }

        await sale.DrainAsync();
        Assert.Empty(PromiseOracle.Broken(await SaleEvidence.OfAsync(sale, history)));
        return new Load(served, shed, admitted - served, slowest);
    }

    /// <param name="Held">Of those who were told to come back: who held a ticket when they were.</param>
    private sealed record Load(int Served, int Shed, int Held, TimeSpan Slowest);
}
