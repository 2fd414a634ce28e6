using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>One instance and its redis-server for all tests that take the store away, one after another: each has campaigns of its own and leaves both running.</summary>
[CollectionDefinition(Name)]
public sealed class StoreOutages : ICollectionFixture<StoreOutageRig>
{
    public const string Name = "store outages";
}

public sealed class StoreOutageRig : IAsyncLifetime
{
    internal RedisServer Redis { get; private set; } = null!;

    internal RunningProduct Product { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Redis = await RedisServer.StartAsync();
        Product = await RunningProduct.StartAsync(Setup.Embedded, ("ConnectionStrings__Redis", Redis.ConnectionString));
    }

    public async Task DisposeAsync()
    {
        await Product.DisposeAsync();
        await Redis.DisposeAsync();
    }
}
