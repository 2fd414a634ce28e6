using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Store;

/// <summary>What a store says of its health, made ill one way after the other; what it won't say is unknown, not well.</summary>
public sealed class StoreVitalsTests
{
    [Fact]
    public async Task Read_WhenAServerFallsIll_SaysHow()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisServer replica = await RedisServer.StartAsync("always", "--replicaof", $"127.0.0.1 {server.Port}");
        await using StoreConnections connections = new();
        await connections.ConnectAsync(server.ConnectionString, TimeSpan.FromSeconds(5));
        Task<StoreVitals> ReadAsync() => StoreVitals.ReadAsync(connections.Server!);
        Task DoAsync(string command, params object[] arguments) => connections.Draining.ExecuteAsync(command, arguments);

        StoreVitals first = await Eventually.HoldsAsync(ReadAsync, read => read.Replicas == 1);
        Assert.Equal((0L, false, 0), (first.MaxBytes, first.IsWriteFailing, first.ReplicasMin));
        Assert.True(first is { MayReplicasLag: true, IsMemoryNearlyFull: false } && first.UsedBytes > 0);
        await DoAsync("CONFIG", "SET", "min-replicas-to-write", "1");
        Assert.False((await ReadAsync()).MayReplicasLag);

        await DoAsync("CONFIG", "SET", "maxmemory", (first.UsedBytes * 10)!);
        Assert.False((await ReadAsync()).IsMemoryNearlyFull);
        await DoAsync("CONFIG", "SET", "maxmemory", (first.UsedBytes * 11 / 10)!);
        Assert.True((await ReadAsync()).IsMemoryNearlyFull);

        // A folder where the snapshot should be.
        Directory.CreateDirectory(Path.Combine(server.DataDirectory, "dump.rdb"));
        await DoAsync("BGSAVE");
        await Eventually.HoldsAsync(ReadAsync, read => read.IsWriteFailing == true);

        await DoAsync("ACL", "SETUSER", "default", "-config");
        StoreVitals silent = await ReadAsync();
        Assert.True(silent is { ReplicasMin: null, MayReplicasLag: false, Replicas: 1, IsWriteFailing: true });
        Assert.Equal(StoreDurability.Unknown, await StoreDurability.ReadAsync(connections.Server!));
    }
}
