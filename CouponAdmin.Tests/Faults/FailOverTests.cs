using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>Three instances on a Sentinel store, and in the middle of each rush something breaks: nobody who was acknowledged loses their claim or waits in silence (P3, P9, P18).</summary>
[Collection(SentinelRig.Name)]
public sealed class FailOverTests(SentinelRigFixture three, ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => FaultKinds.NamesIn(FaultModes.Sentinel);

    [Theory, MemberData(nameof(Kinds))]
    public Task Sale_WhenThisBreaksInItsRush_LosesAndDoublesNothing(string kind) => new FaultRounds(three.Rig, output).RunAsync(FaultKinds.Named(kind));
}
