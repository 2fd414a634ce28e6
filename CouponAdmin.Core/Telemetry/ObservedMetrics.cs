using System.Diagnostics.Metrics;

namespace CouponAdmin.Core.Telemetry;

/// <summary>A part of the product whose state is exported.</summary>
public interface IMetricSource
{
    void Observe(ObservedMetrics metrics);
}

/// <summary>The metrics that are read from the product's state whenever somebody scrapes: they cost nothing in between.</summary>
/// <remarks>A value that is not observed any more is not exported any more: a campaign that is over leaves no series behind.</remarks>
public sealed class ObservedMetrics : IDisposable
{
    private readonly Meter _meter = new(ProductMetrics.MeterName);

    public ObservedMetrics(IEnumerable<IMetricSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        foreach (IMetricSource source in sources)
        {
            source.Observe(this);
        }
    }

    /// <summary>One value without attributes; null: it isn't known now, and nothing is exported.</summary>
    public void Add(Metric metric, Func<double?> read) => Add(metric, () => read() is { } value ? [new Measurement<double>(value)] : []);

    /// <summary>Several values by their attributes.</summary>
    public void Add(Metric metric, Func<IEnumerable<Measurement<double>>> read)
    {
        ArgumentNullException.ThrowIfNull(metric);
        _ = metric.Kind switch
        {
            MetricKind.Counter => (object)_meter.CreateObservableCounter(metric.Name, read, metric.Unit, metric.Description),
            MetricKind.Gauge => _meter.CreateObservableGauge(metric.Name, read, metric.Unit, metric.Description),
            MetricKind.Histogram => throw new ArgumentException($"{metric.Name} is written to, not read.", nameof(metric)),
        };
    }

    public void Dispose() => _meter.Dispose();
}
