using System.Globalization;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>A replica takes a master's place in a Redis Cluster in the middle of a rush: nobody who was acknowledged loses their claim (P3).</summary>
[Collection(ClusterRig.Name)]
public sealed class ClusterFailOverTests(ClusterRigFixture two, ITestOutputHelper output)
{
    private readonly FaultRig _rig = two.Rig;

    [Theory, InlineData(0), InlineData(300)]
    public Task Sale_WhenItsMasterDiesWhileTheReplicaLags_LosesNoAcknowledgedClaim(int lagMs) => RunAsync(
        string.Create(CultureInfo.InvariantCulture, $"cluster: master killed, replica {lagMs} ms behind"),
        async () =>
        {
            await _rig.Replicated.KillMasterAsync();
            await _rig.Replicated.WhenFailedOverAsync();
        },
        lagMs);

    [Fact]
    public Task Sale_WhenAnOperatorMovesItsMaster_LosesNoAcknowledgedClaim() => RunAsync("CLUSTER FAILOVER, replica 20 ms behind", _rig.Replicated.FailOverAsync, 20);

    [Fact]
    public Task Sale_WhenAnotherShardsMasterDies_LosesNoAcknowledgedClaim() => RunAsync(
        "cluster: another shard's master killed",
        async () =>
        {
            ((ClusterStore)_rig.Replicated).AimBeside();
            await _rig.Replicated.KillMasterAsync();
            await _rig.Replicated.WhenFailedOverAsync();
        },
        20);

    private async Task RunAsync(string what, Func<Task> failOver, int lagMs)
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        FailOverRounds rounds = new(_rig, plan);
        await rounds.RunAsync(failOver, TimeSpan.FromMilliseconds(lagMs));
        plan.Report(output, "P3", what, rounds.Measured);
    }
}
