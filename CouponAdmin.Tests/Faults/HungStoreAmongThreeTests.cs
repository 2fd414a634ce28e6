using System.Globalization;
using System.Net;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>A store that is frozen, silent or late, under three instances: every claim is answered in time, threads stay bounded, nobody restarts anything (P12).</summary>
[Collection(ThreeInstances.Name)]
public sealed class HungStoreAmongThreeTests(ThreeInstancesFixture three, ITestOutputHelper output)
{
    private const int Crowd = 120;

    /// <summary>What a hung store may add: less than one for every tenth claim that waits.</summary>
    private const int ThreadsMoreMax = 40;

    private readonly FaultRig _rig = three.Rig;

    [Fact]
    public async Task Claim_WhenTheStoreIsFrozenOrSilentOrLate_IsAnsweredInTimeAndServedAgainWithoutARestart()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        TimeSpan slowest = TimeSpan.Zero;
        for (int round = 0; round < plan.Count; round++)
        {
            foreach ((Action hang, Action heal) in ((Action, Action)[])[(_rig.Redis.Freeze, _rig.Redis.Thaw), (_rig.StoreLine.Blackhole, _rig.StoreLine.Flow)])
            {
                slowest = Max(slowest, await HangAsync(hang, heal));
            }
        }

        plan.Report(output, "P12", "store frozen by SIGSTOP, then its line silent", string.Create(CultureInfo.InvariantCulture, $"slowest answer {slowest.TotalSeconds:0.0} s of 1.5 s allowed and {Crowd} asking at once"));
    }

    [Fact]
    public async Task Claim_WhenTheStoreAnswersAFifthOfASecondLate_IsServed()
    {
        FaultedSale sale = await _rig.OpenSaleAsync(quantity: Crowd);
        try
        {
            _rig.StoreLine.Delay = TimeSpan.FromMilliseconds(100);
            await sale.InsistAsync([.. TestMembers.Take(Crowd)]);
            Assert.All(sale.History.Attempts, a => Assert.True(a.Took < FaultRig.AnswerWithin, a.ToString()));
        }
        finally
        {
            _rig.StoreLine.Delay = TimeSpan.Zero;
        }

        Assert.Equal(Crowd, (await sale.HoldsAsync()).Books.Issued);
    }

    private async Task<TimeSpan> HangAsync(Action hang, Action heal)
    {
        FaultedSale sale = await _rig.OpenSaleAsync(quantity: Crowd);
        string[] members = [.. TestMembers.Take(Crowd)];
        await sale.InsistAsync(members[..10]);
        int[] processes = [.. _rig.Instances.Select(i => i.ProcessId)];
        int[] threads = [.. processes.Select(ProcessState.Threads)];
        ClaimAttempt[] during;
        hang();
        try
        {
            during = await Task.WhenAll(members.Select((member, i) => sale.AskAsync(member, i % 3)));
            Assert.All(processes.Zip(threads), p => Assert.InRange(ProcessState.Threads(p.First), 1, p.Second + ThreadsMoreMax));
        }
        finally
        {
            heal();
        }

        Assert.All(during, a =>
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "store-unavailable"), (a.Status, a.Code));
            Assert.True(a.MayAskAgain >= TimeSpan.FromSeconds(1) && a.Took < FaultRig.AnswerWithin, a.ToString());
        });
        await sale.InsistAsync(members);
        Assert.Equal(Crowd, (await sale.HoldsAsync()).Books.Issued);
        Assert.Equal(processes, _rig.Instances.Select(i => i.ProcessId));
        return during.Max(a => a.Took);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
