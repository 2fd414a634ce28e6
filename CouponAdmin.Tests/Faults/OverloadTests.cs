using System.Globalization;
using System.Net;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>Claims that come faster than they can be served, whether answers come or not: what is too much is told when to come back (P16).</summary>
[Collection(ThreeInstances.Name)]
public sealed class OverloadTests(ThreeInstancesFixture three, ITestOutputHelper output)
{
    private const int PerSecond = 300;
    private const int Seconds = 3;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private readonly FaultRig _rig = three.Rig;

    /// <summary>One claim a script over a line of at least 10 ms there and back serves 100 a second at most: three times that arrive.</summary>
    [Fact]
    public async Task Claim_WhenThreeTimesTheCapacityArrives_IsServedOrToldWhenToComeBack()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        int fourth = await _rig.AddInstanceAsync(("Issuance__ClaimBatchSize", "1"));
        FaultedSale sale = await _rig.OpenSaleAsync(quantity: 100_000);
        _rig.StoreLine.Delay = TimeSpan.FromMilliseconds(5);
        try
        {
            List<Task<ClaimAttempt>> asked = [];
            using PeriodicTimer timer = new(Beat);
            for (int beat = 0; beat < Seconds * 20; beat++)
            {
                asked.AddRange(Enumerable.Range(asked.Count, PerSecond / 20).Select(i => sale.AskAsync(TestMembers.Name(i), fourth)));
                await timer.WaitForNextTickAsync();
            }

            await Task.WhenAll(asked);
        }
        finally
        {
            _rig.StoreLine.Delay = TimeSpan.Zero;
        }

        ClaimAttempt[] shed = [.. sale.History.Attempts.Where(a => a.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)];
        ClaimAttempt[] served = [.. sale.History.Acknowledged];
        Assert.Equal(PerSecond * Seconds, shed.Length + served.Length);
        Assert.All(shed, a => Assert.True(a.MayAskAgain >= TimeSpan.FromSeconds(1), a.ToString()));
        Assert.All(sale.History.Attempts, a => Assert.True(a.Took < FaultRig.AnswerWithin, a.ToString()));
        Assert.True(shed.Length > 0 && served.Length > 0, $"{shed.Length} shed, {served.Length} served");
        await sale.HoldsAsync();
        await _rig.RemoveLastAsync();
        plan.Report(output, "P16", "open loop at three times the capacity", string.Create(
            CultureInfo.InvariantCulture, $"{served.Length} served, {shed.Length} told to come back, slowest {sale.History.Attempts.Max(a => a.Took).TotalSeconds:0.0} s"));
    }
}
