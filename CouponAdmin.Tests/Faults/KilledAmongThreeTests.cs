using System.Diagnostics;
using System.Net;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>Three instances on one store: one of them, or the store, is killed in the rush, or each is asked to end in turn (P1, P2, P18).</summary>
[Collection(ThreeInstances.Name)]
public sealed class KilledAmongThreeTests(ThreeInstancesFixture three, ITestOutputHelper output)
{
    private readonly FaultRig _rig = three.Rig;

    [Fact]
    public async Task Sale_WhenOneOfThreeInstancesIsKilled_LosesAndDoublesNothing()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        KillRounds rounds = new(_rig, plan);
        await rounds.RunAsync(async random =>
        {
            AppProcess one = _rig.Instances[random.Next(_rig.Instances.Count)];
            await one.KillAsync();
            await one.StartAgainAsync();
            await one.WaitUntilReadyAsync();
        });
        plan.Report(output, "P1", "kill -9 of one of three instances", rounds.Measured);
    }

    [Fact]
    public async Task Sale_WhenTheStoreOfThreeInstancesIsKilled_LosesAndDoublesNothing()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        int[] processes = [.. _rig.Instances.Select(i => i.ProcessId)];
        KillRounds rounds = new(_rig, plan);
        await rounds.RunAsync(async _ =>
        {
            await _rig.Redis.KillAsync();
            await _rig.Redis.StartAgainAsync();
        });
        Assert.Equal(processes, _rig.Instances.Select(i => i.ProcessId));
        plan.Report(output, "P2", "kill -9 of redis-server under three instances", rounds.Measured);
    }

    /// <summary>As behind a balancer: whose connection is refused asks the next instance. An answer of 5xx is a failure.</summary>
    [Fact]
    public async Task Sale_WhenEachInstanceIsRestartedInTurn_LosesNothingAndAnswersNo5xx()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        FaultedSale sale = await _rig.OpenSaleAsync(quantity: 1_000_000);
        using CancellationTokenSource end = new();
        int asked = 0;
        Task[] clients = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                int number = Interlocked.Increment(ref asked);
                for (int turn = 0; (await sale.AskAsync(TestMembers.Name(number), (number + turn) % 3)).Status is null; turn++)
                {
                }
            }
        }))];
        for (int restart = 0; restart < plan.Count; restart++)
        {
            AppProcess one = _rig.Instances[restart % 3];
            long asks = Stopwatch.GetTimestamp();
            Assert.Equal(0, await one.TerminateAsync());
            output.WriteLine($"ended after {Stopwatch.GetElapsedTime(asks)}");
            await one.StartAgainAsync();
            await one.WaitUntilReadyAsync();
        }

        await end.CancelAsync();
        await Task.WhenAll(clients);
        Assert.DoesNotContain(sale.History.Attempts, a => a.Status >= HttpStatusCode.InternalServerError);
        SaleEvidence evidence = await sale.HoldsAsync();
        plan.Report(output, "P18", "SIGTERM of each instance in turn", $"{evidence.History.Acknowledged.Count} acknowledged, {evidence.History.Unanswered} refused connections, no 5xx, 0 lost");
    }
}
