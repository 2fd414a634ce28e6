using System.Globalization;
using StackExchange.Redis;

namespace CouponAdmin.Bench.Servers;

/// <summary>A redis-server of the bench's own.</summary>
internal sealed class RedisServer(Child child, int port, ConnectionMultiplexer connection) : IAsyncDisposable
{
    public Child Child { get; } = child;

    public int Port { get; } = port;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public IDatabase Database => connection.GetDatabase();

    /// <param name="folder">Its data.</param>
    /// <param name="appendFsync"><c>always</c>, <c>everysec</c>; null keeps nothing on disk, which is all that a lock needs.</param>
    /// <param name="master">Makes it a replica of that one; null: it is a master itself.</param>
    public static async Task<RedisServer> StartAsync(string folder, string? appendFsync, RedisServer? master = null)
    {
        int port = LoopbackPort.Take();
        Directory.CreateDirectory(folder);
        string[] durability = appendFsync is null ? ["--appendonly", "no"] : ["--appendonly", "yes", "--appendfsync", appendFsync];
        string[] replication = master is null ? [] : ["--replicaof", "127.0.0.1", master.Port.ToString(CultureInfo.InvariantCulture)];
        Child child = await Child.StartAsync(
            "redis-server", "redis-server",
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--maxmemory-policy", "noeviction", .. durability, .. replication]);
        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},abortConnect=false,asyncTimeout=20000");
        await child.UntilAsync(() => Task.FromResult(connection.IsConnected));
        return new RedisServer(child, port, connection);
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await Child.DisposeAsync();
    }
}
