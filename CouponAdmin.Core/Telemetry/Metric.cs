namespace CouponAdmin.Core.Telemetry;

/// <summary>How a metric's values are to be read.</summary>
public enum MetricKind
{
    /// <summary>Only rises; begins anew with each start of the instance.</summary>
    Counter,

    /// <summary>The value of the moment.</summary>
    Gauge,

    /// <summary>How often a value fell into which range.</summary>
    Histogram,
}

/// <summary>One metric of the product: what it is called and what it says. All of them stand in <see cref="ProductMetrics"/>.</summary>
/// <param name="Name">By OpenTelemetry's conventions: lower case, parts by dots, no unit in it.</param>
/// <param name="Unit">In UCUM: <c>s</c>, <c>By</c>, or what is counted in braces.</param>
/// <param name="Description">One sentence without a full stop.</param>
/// <param name="Attributes">Every attribute that a value may have. Each has few values, and a named limit where they come from outside.</param>
public sealed record Metric(MetricKind Kind, string Name, string Unit, string Description, IReadOnlyList<string> Attributes)
{
    /// <summary>Upper bounds of a histogram's ranges; empty for the other kinds.</summary>
    public IReadOnlyList<double> Boundaries { get; private init; } = [];

    internal static Metric Counter(string name, string unit, string description, params string[] attributes) =>
        new(MetricKind.Counter, name, unit, description, attributes);

    internal static Metric Gauge(string name, string unit, string description, params string[] attributes) =>
        new(MetricKind.Gauge, name, unit, description, attributes);

    internal static Metric Histogram(string name, string unit, double[] boundaries, string description, params string[] attributes) =>
        new(MetricKind.Histogram, name, unit, description, attributes) { Boundaries = boundaries };
}
