using System.Net.Http.Headers;
using System.Security.Cryptography;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>A claim's way from its request to the notice, as a collector sees it.</summary>
public sealed class TracesTests
{
    [Fact]
    public async Task Claim_WhenACollectorIsNamed_IsTracedFromItsRequestToTheNotice()
    {
        await using TelemetryReceiver collector = await TelemetryReceiver.StartAsync();
        await using RunningProduct product = await RunningProduct.StartAsync(
            Setup.Embedded,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.GetLeftPart(UriPartial.Authority)), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_BLRP_SCHEDULE_DELAY", "200"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"), ("OTEL_SERVICE_NAME", "shop-coupons"));
        string slug = SaleClient.FreshSlug("traces");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        string trace = RandomNumberGenerator.GetHexString(32, lowercase: true);

        // Nothing is recorded until somebody waits for it.
        HeldDatabase held = await HeldDatabase.HoldAsync(product.App.DataDirectory);
        (await product.Sale.CallAsync(
            HttpMethod.Post, $"/api/v1/campaigns/{slug}/claims", product.Tokens.Member("traced"), null, ("traceparent", $"00-{trace}-00f067aa0ba902b7-01"))).Is(202);
        using HttpResponseMessage stream = await FollowAsync(product, slug, "traced");
        await held.DisposeAsync();

        ReceivedSpan request = await SpanAsync(collector, span => span.Trace == trace && span.Parent == "00f067aa0ba902b7");
        Assert.Equal("POST /api/v1/campaigns/{slug}/claims", request.Name);
        ReceivedSpan batch = await SpanAsync(collector, span => span.Name == "claim batch" && span.Links.Contains(request.Id));
        await SpanAsync(collector, span => span.Name == "admit_claims" && span.Parent == batch.Id);
        ReceivedSpan drain = await SpanAsync(collector, span => span.Name == "drain batch" && span.Links.Contains(batch.Id));
        await SpanAsync(collector, span => span.Name == "drain transaction" && span.Parent == drain.Id);
        await SpanAsync(collector, span => span.Name == "notice" && span.Links.Contains(drain.Id));

        // A batch belongs to many: it has a trace of its own, and so has the drain.
        Assert.Equal(3, new[] { request.Trace, batch.Trace, drain.Trace }.Distinct(StringComparer.Ordinal).Count());
        await Eventually.HoldsAsync(() => collector.Has("/v1/metrics", "couponadmin.claims"), has => has);
        await Eventually.HoldsAsync(() => collector.Has("/v1/logs", "serves at"), has => has);
        Assert.True(collector.Has("/v1/traces", "shop-coupons"));
    }

    [Fact]
    public async Task Start_WhenTheCollectorsAddressIsNone_SaysSo()
    {
        await using AppProcess app = await AppProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector" });

        Assert.Equal(1, await app.WaitForExitAsync());
        Assert.Contains("CouponAdmin has not started. OTEL_EXPORTER_OTLP_ENDPOINT must be an address", app.Output, StringComparison.Ordinal);
    }

    private static Task<ReceivedSpan> SpanAsync(TelemetryReceiver collector, Func<ReceivedSpan, bool> holds) => Eventually.HoldsAsync(
        () => collector.Spans.FirstOrDefault(holds)!, found => found is not null, about: () => string.Join('\n', collector.Spans.TakeLast(60)));

    private static async Task<HttpResponseMessage> FollowAsync(RunningProduct product, string slug, string member)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"/api/v1/campaigns/{slug}/claims/me/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", product.Tokens.Member(member));
        HttpResponseMessage stream = await product.App.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        // The first event is the snapshot: from then on the instance tells this stream what comes.
        Assert.NotNull(await new StreamReader(await stream.EnsureSuccessStatusCode().Content.ReadAsStreamAsync()).ReadLineAsync());
        return stream;
    }
}
