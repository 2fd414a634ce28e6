using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Telemetry;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>docs/metrics.md, the list in the code and what a running product exports are one and the same.</summary>
public sealed class MetricsTests
{
    private const string Prefix = "couponadmin_";

    [Fact]
    public void Document_WhenHeldAgainstTheList_HasTheSameRows() => Assert.Equal(
        ProductMetrics.All.Select(metric => DocumentedMetric.Of(metric).ToString()), DocumentedMetric.All.Select(row => row.ToString()));

    [Fact]
    public void List_WhenRead_HasNoNameTwice() =>
        Assert.Equal(ProductMetrics.All.Count, ProductMetrics.All.Select(metric => metric.Name).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public async Task Export_AfterASmallSale_HasExactlyTheDocumentedMetrics()
    {
        await using RunningProduct product = await RunningProduct.StartAsync(Setup.RedisAndPostgreSql);
        string slug = await SellAsync(product);

        string[] expected = [.. DocumentedMetric.All.Select(row => row.Prometheus).Order(StringComparer.Ordinal)];
        Exposition seen = await Eventually.HoldsAsync(
            async () => new Exposition((await product.Sale.GetAsync("/metrics")).Is(200).Text),
            metrics => expected.All(name => metrics.Types(Prefix).Any(type => type.Name == name)) && IsSettled(metrics, slug));

        Assert.Equal(expected, seen.Types(Prefix).Select(type => type.Name).Order(StringComparer.Ordinal));
        Assert.All(DocumentedMetric.All, row => Assert.Equal(row.Kind, seen.Types(Prefix).Single(type => type.Name == row.Prometheus).Type));
        Assert.All(DocumentedMetric.All, row => Assert.Equal(LabelsOf(row), seen.LabelsOf(row.Prometheus).Where(label => label != "error_type").Order(StringComparer.Ordinal)));
        AssertSale(seen, slug);
    }

    [Fact]
    public async Task Export_WhenNetsOwnSettingsSwitchTheMeterOff_HasTheFrameworksAlone()
    {
        await using AttackedProduct product = await AttackedProduct.StartAsync(log: null, ("Metrics:OpenTelemetry:EnabledMetrics:CouponAdmin", "false"));
        Exposition seen = await Eventually.HoldsAsync(
            async () => new Exposition((await product.Sale.GetAsync("/metrics")).Is(200).Text), metrics => metrics.Types("http_server_").Any());

        Assert.Empty(seen.Types(Prefix));
    }

    /// <summary>Two coupons, three members, one of them twice; a campaign that there isn't; a file; and a webhook that can't be delivered to.</summary>
    private static async Task<string> SellAsync(RunningProduct product)
    {
        string slug = SaleClient.FreshSlug("metrics");
        (await product.Sale.PostAsync("/api/v1/webhooks", product.Tokens.Administrator(), new { name = "nobody", url = "https://127.0.0.1/" })).Is(201);
        await product.Sale.OpenAsync(SaleClient.Draft(slug, quantity: 2), product.Tokens.Operator());
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("first"))).Is(202);
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("first"))).Is(200);
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("second"))).Is(202);
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("third"))).Is(409, "sold-out");
        (await product.Sale.ClaimAsync("no-such-sale", product.Tokens.Member("first"))).Is(404);
        await Eventually.HoldsAsync(() => product.Sale.MineAsync(slug, product.Tokens.Member("second")), mine => mine.String("status") == "issued");
        (await product.Sale.CallAsync(
            HttpMethod.Post, "/api/v1/redemptions", product.Tokens.Operator(), new { code = "NONE-0000", orderId = "order-1", orderAmount = 1, currency = "KRW" }, ("Idempotency-Key", "metrics-1"))).Is(404);
        Assert.NotEmpty(await product.Sale.DownloadAsync($"{SaleClient.Admin}/{slug}/issuances.csv", product.Tokens.Operator()));
        return slug;
    }

    // The gauges are read every few seconds.
    private static bool IsSettled(Exposition seen, string slug) =>
        seen.Value("couponadmin_units_left", $"\"{slug}\"") == 0 && seen.Value("couponadmin_queue_depth", $"\"{slug}\"") == 0;

    private static void AssertSale(Exposition seen, string slug)
    {
        string campaign = $"couponadmin_campaign=\"{slug}\"";
        foreach ((string outcome, int count) in new[] { ("queued", 2), ("known", 1), ("sold-out", 1) })
        {
            Assert.Equal(count, seen.Value("couponadmin_claims_total", campaign, $"couponadmin_outcome=\"{outcome}\""));
        }

        Assert.Equal(1, seen.Value("couponadmin_claims_total", $"\"{OutcomeCounts.Other}\"", "\"unknown-campaign\""));
        Assert.Equal(2, seen.Value("couponadmin_drain_rows_total"));
        Assert.Equal(1, seen.Value("couponadmin_store_up"));
        Assert.Equal(1, seen.Value("couponadmin_database_up"));
        Assert.Equal(1, seen.Value("couponadmin_redemptions_total", "\"refused\""));
        Assert.Equal(1, seen.Value("couponadmin_exports_total", "\"issuances\"", "\"whole\""));
        Assert.InRange(seen.Value("couponadmin_webhooks_deliveries_total", "\"forbiddenAddress\"") ?? 0, 1, int.MaxValue);
        Assert.Contains("service_name=\"couponadmin\"", seen.ToString(), StringComparison.Ordinal);
        Assert.Contains("service_version=\"", seen.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> LabelsOf(DocumentedMetric row) =>
        row.Attributes.Where(attribute => attribute != ProductMetrics.ErrorType).Select(attribute => attribute.Replace('.', '_')).Order(StringComparer.Ordinal);
}
