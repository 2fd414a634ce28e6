using System.Diagnostics.Metrics;
using CouponAdmin.Core.Telemetry;

namespace CouponAdmin.Core.Store;

/// <summary>Exports whether the store serves, and how many replicas a claim waits for.</summary>
internal sealed class StoreGauges(StoreGate gate, StoreConnections store, StoreMasters masters, StoreShards shards, StoreOptions options) : IMetricSource
{
    public void Observe(ObservedMetrics metrics)
    {
        metrics.Add(ProductMetrics.StoreUp, () => gate.IsServing && store.IsConnected ? 1 : 0);
        metrics.Add(ProductMetrics.StoreShardUp, () => shards.Latest.Select(Of));

        // With "auto" each master has its own number: the smallest one is where a fail-over would cost most.
        metrics.Add(ProductMetrics.StoreReplicasRequired, () => masters.Confirmed.Select(master => master.Replicas).DefaultIfEmpty(options.Replicas ?? 0).Min());
    }

    private static Measurement<double> Of(StoreShard shard)
    {
        int colon = shard.Server.LastIndexOf(':');
        return new Measurement<double>(
            shard.Refusal is null ? 1 : 0, new(ProductMetrics.ServerAddress, colon < 0 ? shard.Server : shard.Server[..colon]), new(ProductMetrics.ServerPort, shard.Server[(colon + 1)..]));
    }
}
