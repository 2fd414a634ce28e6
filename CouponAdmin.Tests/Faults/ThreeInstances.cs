namespace CouponAdmin.Tests.Faults;

/// <summary>Three instances, one store and one database for all tests of the collection, one after another: each leaves every part running.</summary>
[CollectionDefinition(Name)]
public sealed class ThreeInstances : ICollectionFixture<ThreeInstancesFixture>
{
    public const string Name = "three instances";
}

public sealed class ThreeInstancesFixture : IAsyncLifetime
{
    internal FaultRig Rig { get; private set; } = null!;

    public async Task InitializeAsync() => Rig = await FaultRig.StartAsync(FaultMode.ThreeInstances);

    public async Task DisposeAsync() => await Rig.DisposeAsync();
}
