using System.Text.Json;
using System.Text.RegularExpressions;
using CouponAdmin.Core.Telemetry;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>The dashboard and the alert rules of <c>deploy</c>: they ask for what is exported, promtool believes them, and each alert has its case and its paragraph.</summary>
public sealed partial class MonitoringTests
{
    private const string Rules = "deploy/prometheus/couponadmin.rules.yml";
    private const string Cases = "deploy/prometheus/couponadmin.tests.yml";
    private const string Runbook = "docs/operations.md";
    private static readonly string[] Suffixes = ["_bucket", "_sum", "_count"];

    public static TheoryData<string> Dashboards => [.. SourceTree.Files(".json", "deploy/grafana")];

    private static string[] Alerts => [.. Alert().Matches(SourceTree.Read(Rules)).Select(match => match.Groups["name"].Value)];

    [Fact]
    public Task Rules_WhenPromtoolRunsTheirCases_Pass() => PromtoolAsync("test", "rules", "couponadmin.tests.yml");

    [Fact]
    public Task Configuration_WhenPromtoolReadsIt_FindsTheRules() => PromtoolAsync("check", "config", "prometheus.yml");

    [Fact]
    public void Alerts_WhenHeldAgainstTheirCases_EachFiresInOneAndIsSilentInAnother()
    {
        string[] cases = SourceTree.Read(Cases).Split("  - name: ");
        Assert.NotEmpty(Alerts);
        Assert.All(Alerts, alert =>
        {
            Assert.Contains(cases, text => text.Contains($"alertname: {alert}\n", StringComparison.Ordinal) && text.Contains("exp_labels:", StringComparison.Ordinal));
            Assert.Contains(cases, text => Regex.IsMatch(text, $@"alertname: {alert}\n\s+eval_time: \w+\n\s+exp_alerts: \[\]"));
        });
    }

    [Fact]
    public void Alerts_WhenHeldAgainstTheRunbook_EachHasItsParagraph()
    {
        string[] links = [.. Link().Matches(SourceTree.Read(Rules)).Select(match => match.Groups["anchor"].Value)];
        string[] headings = [.. Heading().Matches(SourceTree.Read(Runbook)).Select(match => match.Groups["name"].Value)];

        Assert.Equal(Alerts, headings);
        Assert.Equal(Alerts.Select(alert => alert.ToLowerInvariant()), links);
    }

    [Fact]
    public void Rules_WhenHeldAgainstTheMetrics_AskForNothingElse() => AssertKnown(SourceTree.Read(Rules));

    [Theory, MemberData(nameof(Dashboards))]
    public async Task Dashboard_WhenHeldAgainstTheMetrics_AsksForNothingElse(string path)
    {
        string[] queries = QueriesOf(path);
        RunningProduct product = await RunningProduct.SharedAsync();
        await product.Sale.GetAsync("/api/v1/campaigns");
        Exposition exported = await Eventually.HoldsAsync(
            async () => new Exposition((await product.Sale.GetAsync("/metrics")).Is(200).Text), seen => seen.Types("http_server_request").Any());

        Assert.True(queries.Length > 20, "Where have the panels gone?");
        Assert.All(queries, AssertKnown);
        string[] frameworks = [.. exported.Types("").Select(type => type.Name)];
        Assert.All(queries.SelectMany(query => Framework().Matches(query)).Select(match => Plain(match.Value)), name => Assert.Contains(name, frameworks));
    }

    [Theory, MemberData(nameof(Dashboards))]
    public async Task Dashboard_WhenPromtoolReadsItsQueries_UnderstandsThem(string path)
    {
        using TestDirectory folder = new("queries");
        string[] rules =
        [
            "groups:", "- name: queries", "  rules:",
            .. QueriesOf(path).SelectMany((query, i) => new[] { $"  - record: query_{i}", $"    expr: '{query.Replace("$__rate_interval", "5m", StringComparison.Ordinal)}'" }),
        ];
        string file = Path.Combine(folder.Path, "queries.yml");
        await File.WriteAllLinesAsync(file, rules);

        await PromtoolAsync("check", "rules", "--lint=none", file);
    }

    private static Task<string> PromtoolAsync(params string[] arguments) => ChildProcess.RunAsync(
        new ChildCommand(InstalledPrograms.Promtool, arguments) { WorkingDirectory = Path.Combine(SourceTree.Root, "deploy", "prometheus") });

    private static string[] QueriesOf(string path)
    {
        using JsonDocument dashboard = JsonDocument.Parse(SourceTree.Read(path));
        return
        [
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(panel => panel.TryGetProperty("targets", out _))
                .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!),
        ];
    }

    private static void AssertKnown(string queries)
    {
        string[] known =
        [
            .. DocumentedMetric.All.Where(row => row.Kind != "histogram").Select(row => row.Prometheus),
            .. DocumentedMetric.All.Where(row => row.Kind == "histogram").SelectMany(row => Suffixes.Select(suffix => row.Prometheus + suffix)),
            .. ProductMetrics.All.SelectMany(metric => metric.Attributes).Select(attribute => attribute.Replace('.', '_')),
        ];
        Assert.All(Product().Matches(queries).Select(match => match.Value), name => Assert.Contains(name, known));
    }

    private static string Plain(string name) => Suffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? name[..^suffix.Length] : name;

    [GeneratedRegex(@"^ +- alert: (?<name>\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Alert();

    [GeneratedRegex(@"^ +runbook: docs/operations\.md#(?<anchor>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"^### (?<name>CouponAdmin\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\bcouponadmin_\w+")]
    private static partial Regex Product();

    [GeneratedRegex(@"\b(http_server|dotnet|kestrel|aspnetcore)_\w+", RegexOptions.ExplicitCapture)]
    private static partial Regex Framework();
}
