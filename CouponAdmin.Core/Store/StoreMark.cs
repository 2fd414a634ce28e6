using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>The id that a store holds of itself, in a key of its own.</summary>
internal sealed class StoreMark(StoreConnections connections, StoreOptions options, DataDirectory data)
{
    /// <summary>STRING: the id. The only key that belongs to no campaign.</summary>
    public static readonly RedisKey Key = "coupon:{store}:identity";

    private const int IdBytes = 6;

    /// <summary>How this instance reaches the store.</summary>
    public string Address { get; } = options.IsEmbedded ? $"the embedded store in {data.StorePath} on {Environment.MachineName}" : AddressOf(options.Redis);

    /// <summary>The id; null where the store holds none.</summary>
    public async Task<string?> ReadAsync() => await connections.Unguarded.StringGetAsync(Key, CommandFlags.DemandMaster);

    /// <summary>Gives the store an id, unless it has one; the answer is the one that it has now.</summary>
    public async Task<string> MakeAsync(string? id = null)
    {
        await connections.Unguarded.StringSetAsync(Key, id ?? RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true), when: When.NotExists, flags: CommandFlags.DemandMaster);
        return await ReadAsync() ?? throw new RedisException("The store took its id and doesn't hold it.");
    }

    private static string AddressOf(string configuration)
    {
        ConfigurationOptions parsed = ConfigurationOptions.Parse(configuration);
        string hosts = string.Join(", ", parsed.EndPoints.Select(HostOf).Order(StringComparer.Ordinal));
        string service = parsed.ServiceName is { Length: > 0 } name ? $" ({name})" : "";
        return parsed.EndPoints.Any(IsOfThisMachine) ? $"{hosts}{service} on {Environment.MachineName}" : $"{hosts}{service}";
    }

    private static string HostOf(EndPoint address) => address switch
    {
        DnsEndPoint name => string.Create(CultureInfo.InvariantCulture, $"{name.Host.ToLowerInvariant()}:{(name.Port == 0 ? 6379 : name.Port)}"),
        IPEndPoint ip => new IPEndPoint(ip.Address, ip.Port == 0 ? 6379 : ip.Port).ToString(),
        _ => address.ToString() ?? "",
    };

    // The same words on another machine mean another store.
    private static bool IsOfThisMachine(EndPoint address) =>
        address is IPEndPoint { Address: { } ip } ? IPAddress.IsLoopback(ip)
        : address is not DnsEndPoint { Host: { } host } || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
