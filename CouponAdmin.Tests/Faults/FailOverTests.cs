using System.Globalization;
using System.Net;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>Sentinel makes a replica the master in the middle of a rush: nobody who was acknowledged loses their claim (P3).</summary>
[Collection(SentinelRig.Name)]
public sealed class FailOverTests(SentinelRigFixture two, ITestOutputHelper output)
{
    private readonly FaultRig _rig = two.Rig;

    [Theory, InlineData(0), InlineData(20), InlineData(300)]
    public async Task Sale_WhenTheMasterDiesWhileItsReplicasLag_LosesNoAcknowledgedClaim(int lagMs)
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        FailOverRounds rounds = new(_rig, plan);
        await rounds.RunAsync(async () =>
        {
            await _rig.Replicated.KillMasterAsync();
            await _rig.Replicated.WhenFailedOverAsync();
        }, TimeSpan.FromMilliseconds(lagMs));
        plan.Report(output, "P3", string.Create(CultureInfo.InvariantCulture, $"master killed, replicas {lagMs} ms behind"), rounds.Measured);
    }

    [Fact]
    public async Task Sale_WhenAnOperatorMovesTheMaster_LosesNoAcknowledgedClaim()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        FailOverRounds rounds = new(_rig, plan);
        await rounds.RunAsync(_rig.Replicated.FailOverAsync, TimeSpan.FromMilliseconds(20));
        plan.Report(output, "P3", "SENTINEL FAILOVER, replicas 20 ms behind", rounds.Measured);
    }
}
