using System.Diagnostics.Metrics;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Telemetry;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>Exports the live campaigns' numbers and the health of what they stand on, as <see cref="LiveSales"/> read them last.</summary>
internal sealed class SaleGauges(LiveSales sales) : IMetricSource
{
    public void Observe(ObservedMetrics metrics)
    {
        metrics.Add(ProductMetrics.Quarantined, () => sales.Latest.Select(sale => Of(sale, sale.Quarantined)));
        metrics.Add(ProductMetrics.QueueDepth, () => Known((sale, _) => sale.Depth));
        metrics.Add(ProductMetrics.QueueOldest, () => Known((sale, _) => sale.Oldest.TotalSeconds));
        metrics.Add(ProductMetrics.UnitsLeft, () => Known((_, counts) => counts.Remaining));
        metrics.Add(ProductMetrics.DrainLease, () => Known((_, counts) => counts.Drainer == InstanceName.Value ? 1 : 0));
        metrics.Add(ProductMetrics.StoreDurable, () => sales.System?.Durability.IsDurable is { } isDurable ? (isDurable ? 1 : 0) : null);
        metrics.Add(ProductMetrics.StoreReplicas, () => sales.System?.Vitals.Replicas);
        metrics.Add(ProductMetrics.StoreMemory, () => sales.System?.Vitals.UsedBytes);
        metrics.Add(ProductMetrics.StoreMemoryLimit, () => sales.System?.Vitals.MaxBytes);
        metrics.Add(ProductMetrics.DatabaseUp, () => sales.System is { } system ? (system.DatabaseTook is null ? 0 : 1) : null);
    }

    private IEnumerable<Measurement<double>> Known(Func<LiveSale, CampaignCounts, double> value) =>
        sales.Latest.Where(sale => sale.Counts is not null).Select(sale => Of(sale, value(sale, sale.Counts!)));

    private static Measurement<double> Of(LiveSale sale, double value) => new(value, new KeyValuePair<string, object?>(ProductMetrics.Campaign, sale.Slug));
}
