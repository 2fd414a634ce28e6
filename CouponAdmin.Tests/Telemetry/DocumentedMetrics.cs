using CouponAdmin.Core.Telemetry;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>The table of docs/metrics.md.</summary>
/// <param name="Prometheus">The name at <c>/metrics</c>.</param>
internal sealed record DocumentedMetric(string Name, string Prometheus, string Kind, string Unit, IReadOnlyList<string> Attributes, string Description)
{
    public static IReadOnlyList<DocumentedMetric> All { get; } =
    [
        .. SourceTree.Read("docs/metrics.md").Split('\n').Where(line => line.StartsWith("| `couponadmin.", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 8)
            .Select(cells => new DocumentedMetric(
                Plain(cells[1]), Plain(cells[2]), cells[3], Plain(cells[4]), [.. cells[5].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Plain)], cells[6])),
    ];

    public static DocumentedMetric Of(Metric metric)
    {
        string unit = metric.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        string suffix = metric.Kind == MetricKind.Counter ? "_total" : "";
        return new DocumentedMetric(
            metric.Name, $"{metric.Name.Replace('.', '_')}{unit}{suffix}", metric.Kind.ToString().ToLowerInvariant(), metric.Unit, metric.Attributes, metric.Description);
    }

    public override string ToString() => $"| `{Name}` | `{Prometheus}` | {Kind} | `{Unit}` | {string.Join(", ", Attributes.Select(a => $"`{a}`"))} | {Description} |";

    private static string Plain(string cell) => cell.Trim('`');
}
