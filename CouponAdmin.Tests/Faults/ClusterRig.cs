namespace CouponAdmin.Tests.Faults;

/// <summary>Three instances on one Redis Cluster and one database for all tests of the collection, one after another: each leaves every part running.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterRig : ICollectionFixture<ClusterRigFixture>
{
    public const string Name = "Cluster";
}

public sealed class ClusterRigFixture : IAsyncLifetime
{
    internal FaultRig Rig { get; private set; } = null!;

    public async Task InitializeAsync() => Rig = await FaultRig.StartAsync(FaultMode.Cluster);

    public async Task DisposeAsync() => await Rig.DisposeAsync();
}
