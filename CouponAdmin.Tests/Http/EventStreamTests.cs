using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace CouponAdmin.Tests.Http;

/// <summary>Every stream of events passes a proxy unhindered: neither collected nor compressed on its way.</summary>
public sealed class EventStreamTests
{
    [Fact]
    public async Task Stream_WhateverItIsOf_AsksToBePassedOnAtOnce()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("streams");
        await product.IssueAsync(slug, "somebody");
        Visitor member = new("a member's program", Token: product.Tokens.Member("somebody"));
        RouteEndpoint[] streams = [.. product.Endpoints.Where(e => e.Metadata.OfType<IProducesResponseTypeMetadata>().Any(produced => produced.ContentTypes.Contains("text/event-stream")))];
        Assert.True(streams.Length >= 2, $"Only {streams.Length} streams: where have they gone?");
        foreach (string path in streams.Select(stream => MappedEndpoints.PathOf(stream).Replace("{slug}", slug, StringComparison.Ordinal)))
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Add("Accept", "text/event-stream");
            request.Headers.Add("Accept-Encoding", "gzip, br");
            using HttpResponseMessage answer = await product.SendAsync(request, member);
            Assert.True((int)answer.StatusCode == 200, $"{path}: {(int)answer.StatusCode}");
            Assert.True(answer.Headers.TryGetValues("X-Accel-Buffering", out IEnumerable<string>? buffering), $"{path} may be collected.");
            Assert.Equal("no", buffering.Single());
            Assert.True(answer.Headers.CacheControl is { NoStore: true, NoTransform: true }, $"{path}: {answer.Headers.CacheControl}");
            Assert.All(answer.Content.Headers.ContentEncoding, encoding => Assert.Equal("identity", encoding));
        }
    }
}
