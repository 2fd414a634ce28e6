using CouponAdmin.Core.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CouponAdmin.Tests.Fixtures;

public enum StoreKind
{
    /// <summary>Garnet in this process, as the product starts it.</summary>
    Embedded,

    /// <summary>redis-server with <c>appendfsync always</c>.</summary>
    Redis,
}

/// <summary>The stores that every store test runs on. Both are shared by the whole run: each test has its own campaign, nobody flushes or kills them.</summary>
public static class Stores
{
    private static readonly SharedServer<EmbeddedStore> Embedded = new(
        () => EmbeddedStore.StartAsync(new TestDirectory("embedded").Path, NullLoggerFactory.Instance, CancellationToken.None));

    public static TheoryData<StoreKind> All => [StoreKind.Embedded, StoreKind.Redis];

    /// <summary>A StackExchange.Redis configuration.</summary>
    internal static async Task<string> ConnectionAsync(StoreKind kind) => kind switch
    {
        StoreKind.Embedded => (await Embedded.GetAsync()).ConnectionString,
        StoreKind.Redis => (await RedisServer.SharedAsync()).ConnectionString,
    };
}
