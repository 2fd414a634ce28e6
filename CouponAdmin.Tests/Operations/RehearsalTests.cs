using System.Net;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Tests.Operations;

/// <summary>The instance rehearses the opening by itself, and leaves nothing behind but answers that were 404.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task Instance_WhenItHasStarted_AsksItselfForCouponsOfASaleThatThereIsNot()
    {
        await using AppProcess app = await AppProcess.StartReadyAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Rehearsal"] = "true" });

        await Eventually.HoldsAsync(() => app.Output, said => said.Contains("Rehearsed the opening", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        string[] claims = [.. (await app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n').Where(l =>
            l.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal) && l.Contains("/claims", StringComparison.Ordinal))];
        string counted = Assert.Single(claims);
        Assert.Contains("\"404\"", counted, StringComparison.Ordinal);
        using HttpResponseMessage ready = await app.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Theory]
    [InlineData("http://localhost:5080", "http://localhost:5080/")]
    [InlineData("http://+:8080", "http://localhost:8080/")]
    [InlineData("http://*:80", "http://localhost/")]
    [InlineData("http://0.0.0.0:8080", "http://localhost:8080/")]
    [InlineData("http://[::]:8080", "http://localhost:8080/")]
    [InlineData("https://localhost:5443;http://127.0.0.1:5080", "http://127.0.0.1:5080/")]
    [InlineData("https://localhost:5443", null)]
    [InlineData("http://unix:/run/coupons.sock", null)]
    public void OwnAddress_OfWhatKestrelListensOn_IsOneWithoutTls(string addresses, string? expected) =>
        Assert.Equal(expected, OwnAddress.Of(addresses.Split(';'))?.ToString());
}
