using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>The same on a Redis Cluster, where the campaign's shard is struck (P3, P9, P18).</summary>
[Collection(ClusterRig.Name)]
public sealed class ClusterFailOverTests(ClusterRigFixture three, ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => FaultKinds.NamesIn(FaultModes.Cluster);

    [Theory, MemberData(nameof(Kinds))]
    public Task Sale_WhenThisBreaksInItsRush_LosesAndDoublesNothing(string kind) => new FaultRounds(three.Rig, output).RunAsync(FaultKinds.Named(kind));
}
