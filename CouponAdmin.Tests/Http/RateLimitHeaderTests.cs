using System.Globalization;
using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Http;

/// <summary>What programs are told of the limits that count their requests.</summary>
public sealed class RateLimitHeaderTests
{
    private static readonly string[] Names = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy"];
    private static int s_addresses;

    [Fact]
    public async Task Interface_TellsTheLimitByAddress_DownToNothing()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        Told[] told = await BurstAsync(product, "/api/v1/campaigns", new Visitor("an operator's program", Token: product.Tokens.Operator()));

        Assert.All(told, one => Assert.Equal(("30", "1", "30;w=1"), (one.Limit, one.Reset, one.Policy)));
        Assert.All(told, one => Assert.InRange(one.Left, 0, 29));
        Assert.Contains(told, one => one is { Status: 200, Left: > 0 });
        Assert.All(told.Where(one => one.Status == 429), one => Assert.Equal(0, one.Left));
        Assert.Contains(told, one => one.Status == 429);
    }

    [Fact]
    public async Task Claims_TellTheirMembersLimit_OnlyWhereItRefused()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("rate-limit");
        Told[] told = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => AskAsync(product, HttpMethod.Post, $"/api/v1/campaigns/{slug}/claims", new Visitor("a member", Token: product.Tokens.Member("quick")), NextAddress())));

        Told[] refused = [.. told.Where(one => one.Status == 429)];
        Assert.NotEmpty(refused);
        Assert.All(refused, one => Assert.Equal(("20", 0, "20;w=1"), (one.Limit, one.Left, one.Policy)));
        Assert.All(told.Except(refused), one => Assert.Null(one.Limit));
    }

    [Fact]
    public async Task TokenEndpoint_TellsTheNearerOfTwoLimits()
    {
        // 50 in a second by the token endpoint's own limit, and 30 by the address's.
        AttackedProduct product = await AttackedProduct.SharedAsync();
        Told[] told = await BurstAsync(product, "/oauth/token", Visitor.Nobody);

        // A machine that stands still begins the address's second anew while the endpoint's goes on: then the endpoint's is nearer.
        Assert.All(told, one => Assert.True(one.Limit == "30" || (one.Limit == "50" && one.Left < AttackedProduct.RequestsPerAddressPerSecond), one.ToString()));
        Assert.Contains(told, one => one is { Status: 429, Limit: "30" });
    }

    [Fact]
    public async Task Page_TellsNoLimit()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        Told told = await AskAsync(product, HttpMethod.Get, "/sign-in", Visitor.Nobody, NextAddress());

        Assert.Equal((200, null), (told.Status, told.Limit));
    }

    private static Task<Told[]> BurstAsync(AttackedProduct product, string path, Visitor visitor)
    {
        string address = NextAddress();
        HttpMethod method = path.StartsWith("/oauth", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get;
        return Task.WhenAll(Enumerable.Range(0, 3 * AttackedProduct.RequestsPerAddressPerSecond).Select(_ => AskAsync(product, method, path, visitor, address)));
    }

    private static async Task<Told> AskAsync(AttackedProduct product, HttpMethod method, string path, Visitor visitor, string address)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative)) { Content = method == HttpMethod.Post ? new FormUrlEncodedContent([]) : null };
        using HttpResponseMessage answer = await product.SendAsync(request, visitor, address);
        string?[] values = [.. Names.Select(name => answer.Headers.TryGetValues(name, out IEnumerable<string>? found) ? Assert.Single(found) : null)];
        Assert.True(Array.TrueForAll(values, value => value is null) || Array.TrueForAll(values, value => value is not null), "Either all four fields or none.");
        return new Told((int)answer.StatusCode, values[0], values[1] is { } left ? int.Parse(left, CultureInfo.InvariantCulture) : -1, values[2], values[3]);
    }

    private static string NextAddress() => $"192.0.2.{100 + Interlocked.Increment(ref s_addresses)}";

    private sealed record Told(int Status, string? Limit, int Left, string? Reset, string? Policy);
}
