using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Store;

/// <summary>The health page and the log say what a crash of the store can cost; they must not guess.</summary>
public sealed class DurabilityTests
{
    [Theory, InlineData("always", true), InlineData("everysec", false)]
    public async Task Read_FromARedisServer_NamesItsModeAndWhetherItIsDurable(string fsync, bool isDurable)
    {
        await using RedisServer server = await RedisServer.StartAsync(fsync);
        await using StoreConnections connections = new();
        await connections.ConnectAsync(server.ConnectionString, TimeSpan.FromSeconds(5));

        StoreDurability read = await StoreDurability.ReadAsync(connections.Server!);

        Assert.Equal(new StoreDurability($"appendfsync {fsync}", isDurable, Evicts: false), read);
    }
}
