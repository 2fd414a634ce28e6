using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CouponAdmin.Tests.Store;

/// <summary>How many replicas must have a claim where nobody set a number.</summary>
public sealed class OwedReceiptTests
{
    [Fact]
    public async Task Master_WhenItsReplicasLeave_OwesTheirReceiptForAMoment()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisServer replica = await RedisServer.StartAsync("always", "--replicaof", $"127.0.0.1 {server.Port}");
        await using StoreConnections connections = new();
        await connections.ConnectAsync(server.ConnectionString, TimeSpan.FromSeconds(5));
        FakeTimeProvider time = new();
        StoreMasters masters = new(connections, new StoreOptions { Redis = server.ConnectionString }, time, NullLogger<StoreMasters>.Instance);
        async Task<int?> OwedAsync() => (await masters.ConfirmAsync("any key"))?.Replicas;

        await Eventually.HoldsAsync(OwedAsync, owed => owed == 1);
        await replica.KillAsync();
        await Eventually.HoldsAsync(() => RedisLine.InfoAsync(server.Port, "replication", "connected_slaves"), online => online == "0");

        Assert.Equal(1, await OwedAsync());
        time.Advance(StoreMasters.ReplicasMissedFor);
        Assert.Equal(0, await OwedAsync());
    }
}
