using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CouponAdmin.Tests.Store;

/// <summary>An empty store at the known address: the known one without its data, or another one at the same name in another network. Instances that still reach the id decide.</summary>
public sealed class StoreTakeOverTests : IAsyncLifetime, IDisposable
{
    private const string Address = "redis:6379";
    private readonly TestDirectory _folder = new("take-over");
    private readonly List<IAsyncDisposable> _open = [];
    private IDbContextFactory<CouponDbContext> _databases = null!;
    private DatabaseOptions _options = null!;

    public async Task InitializeAsync()
    {
        _options = await Databases.CreateAsync(DatabaseProvider.PostgreSql, _folder.Path);
        ServiceProvider services = Databases.Services(_options);
        _open.Add(services);
        _databases = services.GetRequiredService<IDbContextFactory<CouponDbContext>>();
    }

    public async Task DisposeAsync()
    {
        await Databases.LeavePostgreSqlAsync(_databases);
        foreach (IAsyncDisposable part in _open)
        {
            await part.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_WhenAnotherInstanceReachesTheId_RefusesTheEmptyStoreAndLeavesItEmpty()
    {
        (StoreIdentityCheck first, _) = Instance(await ServerAsync());
        await first.CheckAsync(default);
        (StoreIdentityCheck second, StoreMark empty) = Instance(await ServerAsync());

        Task check = second.CheckAsync(default);
        while (!check.IsCompleted)
        {
            Assert.True(await first.LookAsync(isSameServer: true, default));
        }

        StoreRefusedException refusal = await Assert.ThrowsAsync<StoreRefusedException>(() => check);
        Assert.Contains($"The instance {InstanceName.Value} reaches the known one at this moment.", refusal.Message, StringComparison.Ordinal);
        Assert.Null(await empty.ReadAsync());
    }

    [Fact]
    public async Task Check_WhenNobodyReachesTheId_TakesItOver_AndOfTwoDifferentStoresOneAlone()
    {
        (StoreIdentityCheck first, StoreMark known) = Instance(await ServerAsync());
        await first.CheckAsync(default);
        string id = (await known.ReadAsync())!;
        (StoreIdentityCheck Check, StoreMark Mark) second = Instance(await ServerAsync());
        (StoreIdentityCheck Check, StoreMark Mark) third = Instance(await ServerAsync());

        // Both are empty and say the same address. Whoever has the id serves, and answers the other.
        StoreIdentityCheck[] instances = [second.Check, third.Check];
        Task[] checks = [.. instances.Select(instance => instance.CheckAsync(default))];
        _ = await Task.WhenAny(checks);
        StoreIdentityCheck winner = instances[Array.FindIndex(checks, check => check.IsCompletedSuccessfully)];
        while (!Array.TrueForAll(checks, check => check.IsCompleted))
        {
            await winner.LookAsync(isSameServer: true, default);
        }

        _ = Assert.Single(checks, check => check.IsCompletedSuccessfully);
        Assert.IsType<StoreRefusedException>(Assert.Single(checks, check => check.IsFaulted).Exception!.InnerException);
        string?[] held = [await second.Mark.ReadAsync(), await third.Mark.ReadAsync()];
        Assert.Equal(id, Assert.Single(held, mark => mark is not null));
    }

    [Fact]
    public async Task Look_WhenTheDataIsLostUnderAStandingConnection_GivesTheIdBack_ButNotAfterAReconnect()
    {
        StoreConnections server = await ServerAsync();
        (StoreIdentityCheck check, StoreMark mark) = Instance(server);
        await check.CheckAsync(default);
        string id = (await mark.ReadAsync())!;

        await server.Unguarded.KeyDeleteAsync(StoreMark.Key);
        Assert.False(await check.LookAsync(isSameServer: false, default));
        Assert.Null(await mark.ReadAsync());
        Assert.True(await check.LookAsync(isSameServer: true, default));
        Assert.Equal(id, await mark.ReadAsync());
    }

    [Fact]
    public async Task Bar_WhenTheStoreIsNotTheDatabases_KeepsEveryCommandFromIt()
    {
        StoreConnections server = await ServerAsync();
        server.Bar("another store");

        Assert.Throws<StackExchange.Redis.RedisConnectionException>(() => server.Claims);
        Assert.Throws<StackExchange.Redis.RedisConnectionException>(() => server.Draining);
        server.Bar(null);
        Assert.NotNull(server.Claims);
    }

    private async Task<StoreConnections> ServerAsync()
    {
        RedisServer redis = await RedisServer.StartAsync();
        StoreConnections connections = new();
        await connections.ConnectAsync(redis.ConnectionString, TimeSpan.FromSeconds(5));
        _open.Add(connections);
        _open.Add(redis);
        return connections;
    }

    private (StoreIdentityCheck Check, StoreMark Mark) Instance(StoreConnections connections)
    {
        StoreOptions options = new() { Redis = Address };
        StoreMark mark = new(connections, options, new DataDirectory("unused"));
        StoreIdentityCheck check = new(new KnownStore(_databases, _options, options), mark, options, TimeProvider.System, NullLogger<StoreIdentityCheck>.Instance);
        return (check, mark);
    }
}
