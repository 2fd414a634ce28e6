using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>What the store does with a claim before it answers.</summary>
/// <param name="Mode">A short name, such as <c>appendfsync always</c>.</param>
/// <param name="IsDurable">Every acknowledged claim survives a crash of the store; null when it can't be read.</param>
/// <param name="Evicts">The store may throw keys away under memory pressure.</param>
public sealed record StoreDurability(string Mode, bool? IsDurable, bool Evicts)
{
    public static readonly StoreDurability Unknown = new("unknown", null, false);
    public static readonly StoreDurability Embedded = new("embedded, synced before each answer", true, false);

    /// <summary>Reads a Redis server's settings; a server that doesn't show them gives <see cref="Unknown"/>.</summary>
    internal static async Task<StoreDurability> ReadAsync(IServer server)
    {
        try
        {
            string? fsync = await SettingAsync(server, "appendfsync");
            bool isLogged = await SettingAsync(server, "appendonly") == "yes";
            string? policy = await SettingAsync(server, "maxmemory-policy");
            string mode = isLogged ? $"appendfsync {fsync}" : "no append-only file";
            return new StoreDurability(mode, isLogged && fsync == "always", policy is not (null or "noeviction"));
        }
        catch (Exception e) when (e is RedisServerException or RedisCommandException)
        {
            return Unknown;
        }
    }

    private static async Task<string?> SettingAsync(IServer server, string name) =>
        (await server.ConfigGetAsync(name)).Select(pair => pair.Value).FirstOrDefault();
}
