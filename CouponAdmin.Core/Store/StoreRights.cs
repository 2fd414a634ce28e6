using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>What the store's user must be allowed to do: asked at the start, so that a right that is missing is named then and not in the middle of a sale.</summary>
/// <remarks>A server checks rights before it looks at keys, so commands that find the wrong type or no script say as much as ones that succeed.</remarks>
internal static class StoreRights
{
    private const string Denied = "NOPERM";
    private const string NoScript = "0000000000000000000000000000000000000000";
    private const long FarFuture = 4_102_444_800;
    private static readonly RedisKey Key = "coupon:{rights}:asked";
    private static readonly RedisChannel Channel = RedisChannel.Literal("coupon:rights");

    /// <summary>Every command of the product and its scripts. SET comes first and DEL last, so that nothing stays.</summary>
    private static readonly (string Command, object[] Arguments)[] Asked =
    [
        ("SET", [Key, "1", "PX", 60_000]), ("SETNX", [Key, "1"]), ("GET", [Key]), ("EXISTS", [Key]), ("PERSIST", [Key]), ("PTTL", [Key]), ("EXPIREAT", [Key, FarFuture]), ("EXPIRE", [Key, 60]),
        ("SADD", [Key, "m"]), ("SCARD", [Key]), ("SMISMEMBER", [Key, "m"]),
        ("HGET", [Key, "f"]), ("HMGET", [Key, "f"]), ("HGETALL", [Key]), ("HSET", [Key, "f", "1"]), ("HINCRBY", [Key, "f", 1]),
        ("ZADD", [Key, 1, "m"]), ("ZCARD", [Key]), ("ZCOUNT", [Key, 0, 1]), ("ZINCRBY", [Key, 1, "m"]), ("ZSCORE", [Key, "m"]), ("ZMSCORE", [Key, "m"]), ("ZRANGE", [Key, 0, 0]),
        ("ZRANGEBYSCORE", [Key, 0, 1]), ("ZREVRANGE", [Key, 0, 0]), ("ZREMRANGEBYRANK", [Key, 0, 0]),
        ("EVAL", ["return 1", 1, Key]), ("EVALSHA", [NoScript, 1, Key]), ("WAIT", [0, 1]), ("INFO", ["server"]), ("TIME", []),
        ("ROLE", []), ("PUBLISH", [(string)Channel!, ""]), ("UNLINK", [Key]), ("DEL", [Key]),
    ];

    /// <summary>The names that <see cref="Asked"/> has.</summary>
    public static IReadOnlyList<string> Commands => [.. Asked.Select(asked => asked.Command)];

    /// <exception cref="RedisConnectionException">Begins with <c>NOPERM</c> and names every command that is missing on a master, or with <c>WRONGPASS</c>.</exception>
    /// <param name="connection">Of the product's user.</param>
    /// <param name="user">Its name; empty: nobody in particular.</param>
    public static async Task CheckAsync(IConnectionMultiplexer connection, string? user)
    {
        if (!string.IsNullOrEmpty(user) && await WhoAsync(connection) is { } other && other != user)
        {
            throw Denial($"WRONGPASS the store took the connection for its user {other}");
        }

        HashSet<string> missing = new(StringComparer.Ordinal);
        foreach (IServer server in connection.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            foreach ((string command, object[] arguments) in Asked)
            {
                await AskAsync(command, () => server.ExecuteAsync(connection.GetDatabase().Database, command, arguments, CommandFlags.NoRedirect), missing);
            }

            if (server.ServerType == ServerType.Cluster)
            {
                await AskAsync("CLUSTER|INFO", () => server.ExecuteAsync("CLUSTER", "INFO"), missing);
            }
        }

        if (missing.Count > 0)
        {
            throw Denial($"{Denied} {string.Join(", ", missing)}");
        }
    }

    private static RedisConnectionException Denial(string what) => new(ConnectionFailureType.AuthenticationFailure, CommandFlags.None, what);

    // A server whose default user has no password lets a wrong one pass. Null: it doesn't say, which is as well.
    private static async Task<string?> WhoAsync(IConnectionMultiplexer connection)
    {
        try
        {
            return (string?)await connection.GetDatabase().ExecuteAsync("ACL", "WHOAMI");
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    private static async Task AskAsync(string command, Func<Task<RedisResult>> ask, HashSet<string> missing)
    {
        try
        {
            await ask();
        }
        catch (RedisServerException e) when (e.Message.Contains(Denied, StringComparison.Ordinal))
        {
            missing.Add(command);
        }
        catch (RedisServerException)
        {
            // The wrong type, no such script, a key of another master: the right is there.
        }
    }
}
