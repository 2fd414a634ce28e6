namespace CouponAdmin.Tests.Faults;

/// <summary>Three instances on one Sentinel store and one database for all tests of the collection, one after another: each leaves every part running.</summary>
[CollectionDefinition(Name)]
public sealed class SentinelRig : ICollectionFixture<SentinelRigFixture>
{
    public const string Name = "Sentinel";
}

public sealed class SentinelRigFixture : IAsyncLifetime
{
    internal FaultRig Rig { get; private set; } = null!;

    public async Task InitializeAsync() => Rig = await FaultRig.StartAsync(FaultMode.Sentinel);

    public async Task DisposeAsync() => await Rig.DisposeAsync();
}
