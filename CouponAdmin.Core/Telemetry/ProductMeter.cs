using System.Diagnostics.Metrics;

namespace CouponAdmin.Core.Telemetry;

/// <summary>Makes the instruments for what happens: counters and histograms that the code writes to. While nobody listens a record costs one comparison.</summary>
public static class ProductMeter
{
    private static readonly Meter Meter = new(ProductMetrics.MeterName);

    public static Counter<long> Counter(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.Kind == MetricKind.Counter
            ? Meter.CreateCounter<long>(metric.Name, metric.Unit, metric.Description)
            : throw new ArgumentException($"{metric.Name} is a {metric.Kind}.", nameof(metric));
    }

    public static Histogram<double> Histogram(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.Kind == MetricKind.Histogram
            ? Meter.CreateHistogram(metric.Name, metric.Unit, metric.Description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = metric.Boundaries })
            : throw new ArgumentException($"{metric.Name} is a {metric.Kind}.", nameof(metric));
    }
}
