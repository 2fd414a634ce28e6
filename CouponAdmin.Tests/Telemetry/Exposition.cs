using System.Globalization;
using System.Text.RegularExpressions;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>What <c>/metrics</c> says, in Prometheus' text format.</summary>
internal sealed partial class Exposition(string text)
{
    private static readonly string[] Added = ["le"];

    /// <summary>Name and type of each metric that begins like this.</summary>
    public IEnumerable<(string Name, string Type)> Types(string prefix) => TypeLine().Matches(text)
        .Select(match => (match.Groups["name"].Value, match.Groups["type"].Value)).Where(type => type.Item1.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Every label that a metric's lines have, but those that the format adds.</summary>
    public IEnumerable<string> LabelsOf(string name) => Sample().Matches(text).Where(match => Base(match.Groups["name"].Value, name))
        .SelectMany(match => Label().Matches(match.Groups["labels"].Value)).Select(match => match.Groups["name"].Value)
        .Where(label => !Added.Contains(label) && !label.StartsWith("otel_", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);

    /// <summary>The value of the only line that has this name and all of these labels; null when there is none.</summary>
    public double? Value(string name, params string[] labels) => Sample().Matches(text)
        .Where(match => match.Groups["name"].Value == name && labels.All(label => match.Groups["labels"].Value.Contains(label, StringComparison.Ordinal)))
        .Select(match => (double?)double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)).SingleOrDefault();

    public override string ToString() => text;

    private static bool Base(string sample, string name) => sample == name || sample == name + "_bucket" || sample == name + "_sum" || sample == name + "_count";

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<type>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^(?<name>[a-z_]+)(\{(?<labels>[^}]*)\})? (?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(?<name>[a-z_]+)=""", RegexOptions.ExplicitCapture)]
    private static partial Regex Label();
}
