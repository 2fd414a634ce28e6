using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Faults;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Operations;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Store;

/// <summary>A server of the store that answers and takes no claims is named, and nothing says "healthy" meanwhile.</summary>
public sealed class StoreShardsTests
{
    [Fact]
    public async Task Health_WhenTheOnlyServerWantsReplicas_IsNotReadyAndSaysWhy()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = redis.ConnectionString });
        Assert.Equal(HealthStatus.Healthy, (await LookAsync(sale)).Status);

        Assert.StartsWith("+OK", await RedisLine.AskAsync(redis.Port, "CONFIG SET min-replicas-to-write 1"), StringComparison.Ordinal);
        HealthCheckResult refused = await LookAsync(sale);
        Assert.Equal((HealthStatus.Unhealthy, $"No claims are taken by 127.0.0.1:{redis.Port} (NOREPLICAS)."), (refused.Status, refused.Description));
        Assert.Contains(SystemAlarms.Of(await sale.First.Get<SystemHealthReader>().ReadAsync()), alarm => alarm.Contains("NOREPLICAS", StringComparison.Ordinal));
        Assert.Equal(ClaimOutcome.StoreUnavailable, (await sale.ClaimAsync("member")).Outcome);

        Assert.StartsWith("+OK", await RedisLine.AskAsync(redis.Port, "CONFIG SET min-replicas-to-write 0"), StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, (await LookAsync(sale)).Status);
    }

    [Fact]
    public async Task Health_WhenOneShardOfThreeIsFull_IsDegradedByItsNameAndServesTheOthers()
    {
        await using ClusterStore cluster = await ClusterStore.StartAsync();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = cluster.ConnectionString });
        await Eventually.HoldsAsync(() => LookAsync(sale), look => look.Status == HealthStatus.Healthy);
        StoreShards shards = sale.First.Get<StoreShards>();
        Assert.Equal(3, shards.Latest.Count);
        string full = StoreCalls.NameOf(sale.First.Get<StoreConnections>().Claims.Multiplexer.GetServer(sale.Keys.Queue, flags: CommandFlags.DemandMaster).EndPoint);

        await sale.First.Get<StoreConnections>().Claims.Multiplexer.GetServer(full).ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        HealthCheckResult look = await LookAsync(sale);

        Assert.Equal((HealthStatus.Degraded, $"No claims are taken by {full} (OOM)."), (look.Status, look.Description));
        Assert.Equal([full], shards.Refusing.Select(shard => shard.Server));
        Assert.Equal(ClaimOutcome.StoreUnavailable, (await sale.ClaimAsync("member")).Outcome);

        // One of the two others falls silent: it is in doubt then, and doesn't keep the look from the third.
        StoreMasters masters = sale.First.Get<StoreMasters>();
        Assert.Equal(2, masters.Confirmed.Count);
        await cluster.AimAsync(sale.Keys.Queue);
        cluster.AimBeside();
        cluster.FreezeMaster();
        await masters.LookAgainAsync();
        Assert.Single(masters.Confirmed);
    }

    private static async Task<HealthCheckResult> LookAsync(TestSale sale)
    {
        StoreShards shards = sale.First.Get<StoreShards>();
        await shards.LookAsync();
        return await new StoreHealth(sale.First.Get<StoreGate>(), sale.First.Get<StoreConnections>(), shards).CheckHealthAsync(new HealthCheckContext());
    }
}
