using System.Text.Json;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>What orchestrators, Prometheus and programmers read.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public async Task OpenApi_WhenRead_ListsExactlyTheEndpoints()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        JsonElement paths = (await product.Sale.GetAsync("/openapi/v1.json")).Is(200).Json.GetProperty("paths");

        IEnumerable<string> described = paths.EnumerateObject().Where(path => path.Name.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));

        Assert.Equal(Endpoints.All.Select(e => $"{e.Method} {e.Path}").Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Health_WhenServing_NamesVersionAndDurability()
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        (await product.Sale.GetAsync("/health/live")).Is(200);
        Answer ready = (await product.Sale.GetAsync("/health/ready")).Is(200);

        Assert.NotEqual("", ready.String("version"));
        Assert.NotEqual("", ready.Json.GetProperty("checks").GetProperty("store").GetProperty("data").GetProperty("durability").GetString());
    }

    [Fact]
    public async Task Metrics_WhenScraped_CountTheRequests()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        await product.Sale.GetAsync("/api/v1/campaigns");

        string metrics = await Fixtures.Eventually.HoldsAsync(
            async () => (await product.Sale.GetAsync("/metrics")).Is(200).Text, text => text.Contains("http_route=\"/api/v1/campaigns", StringComparison.Ordinal));

        Assert.Contains("http_server_request_duration_seconds_count", metrics, StringComparison.Ordinal);
    }
}
