using System.Globalization;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>What a server of the store says of its own health. Null is "it doesn't say", which is neither well nor ill.</summary>
/// <param name="UsedBytes">Memory in use.</param>
/// <param name="MaxBytes">The memory limit; 0: none.</param>
/// <param name="IsWriteFailing">The last write of its log or its snapshot failed: the disk is full or broken.</param>
/// <param name="Replicas">How many are connected.</param>
/// <param name="ReplicasMin">How many must have a write before more are taken (<c>min-replicas-to-write</c>); 0: none.</param>
public sealed record StoreVitals(long? UsedBytes, long? MaxBytes, bool? IsWriteFailing, int? Replicas, int? ReplicasMin)
{
    /// <summary>Above this part of its limit a store is about to refuse claims.</summary>
    public const double MemoryUsedMax = 0.8;

    public static readonly StoreVitals Unknown = new(null, null, null, null, null);

    private static readonly string[] WriteStates = ["aof_last_write_status", "aof_last_bgrewrite_status", "rdb_last_bgsave_status"];

    public bool IsMemoryNearlyFull => UsedBytes is { } used && MaxBytes is > 0 and { } max && used > max * MemoryUsedMax;

    /// <summary>A fail-over may lose claims that only the master had.</summary>
    public bool MayReplicasLag => Replicas > 0 && ReplicasMin == 0;

    /// <summary>Reads INFO, and the one setting that INFO doesn't show; managed servers that refuse CONFIG leave it unknown.</summary>
    internal static async Task<StoreVitals> ReadAsync(IServer server)
    {
        Dictionary<string, string> facts = (await server.InfoAsync()).SelectMany(group => group)
            .GroupBy(p => p.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().Value, StringComparer.OrdinalIgnoreCase);
        string[] writes = [.. WriteStates.Select(facts.GetValueOrDefault).OfType<string>()];
        return new StoreVitals(
            Number(facts, "used_memory") ?? Number(facts, "store_log_memory_size") ?? Number(facts, "proc_physical_memory_size(bytes)"),
            Number(facts, "maxmemory"),
            writes.Length == 0 ? null : Array.Exists(writes, state => state != "ok"),
            (int?)Number(facts, "connected_slaves"),
            (int?)await ReplicasMinAsync(server));
    }

    private static async Task<long?> ReplicasMinAsync(IServer server)
    {
        try
        {
            Dictionary<string, string> settings = (await server.ConfigGetAsync("min-replicas-to-write")).ToDictionary(StringComparer.Ordinal);
            return Number(settings, "min-replicas-to-write");
        }
        catch (Exception e) when (e is RedisServerException or RedisCommandException)
        {
            return null;
        }
    }

    private static long? Number(Dictionary<string, string> facts, string name) =>
        facts.TryGetValue(name, out string? text) && long.TryParse(text, CultureInfo.InvariantCulture, out long number) ? number : null;
}
