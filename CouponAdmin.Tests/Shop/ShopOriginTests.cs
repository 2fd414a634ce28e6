using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Routing;

namespace CouponAdmin.Tests.Shop;

/// <summary>What the settings open to shops' pages, held against every endpoint and page: the member's three addresses by their origin, the claim page by frames, nothing else.</summary>
public sealed class ShopOriginTests
{
    private static readonly string[] Strangers =
        ["https://evil.example", "null", "http://shop.example.com", "https://shop.example.com:8443", "https://shop.example.com.evil.example", "https://a.shop.example.com", "https://shop.example.com/", "HTTPS://SHOP.EXAMPLE.COM", ShopSite.Frame, AttackedProduct.Origin];

    [Fact]
    public async Task Answer_OfEveryEndpoint_IsReadByAShopsPageOnlyWhereMembersClaim()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("origins");
        int opened = 0;
        foreach ((string method, string path, bool isOpen) in Endpoints(site.Product, slug))
        {
            foreach (string asked in new[] { method, "OPTIONS" })
            {
                using HttpResponseMessage answer = await SendAsync(site.Product, asked, path, ShopSite.Origin, method);
                string seen = $"{asked} {path} ({(int)answer.StatusCode})";
                Assert.True(Of(answer, "Access-Control-Allow-Origin") == (isOpen ? ShopSite.Origin : null), seen);
                Assert.True(Of(answer, "Access-Control-Allow-Methods") == (isOpen && asked == "OPTIONS" ? method : null), seen);
                Assert.True(Of(answer, "Access-Control-Allow-Credentials") is null, seen);
                Assert.True(!isOpen || Of(answer, "Vary")?.Contains("Origin", StringComparison.Ordinal) == true, seen);
                opened += isOpen ? 1 : 0;
            }
        }

        // Each with its preflight.
        Assert.Equal(6, opened);
    }

    [Fact]
    public async Task Answer_ToAnyOtherOrigin_IsOpenedNowhere()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("strangers");
        string token = await site.SessionAsync("shop-1", slug);
        foreach (string origin in Strangers)
        {
            foreach ((string method, string path, bool isOpen) in Endpoints(site.Product, slug).Where(e => e.IsOpen || origin == Strangers[0]))
            {
                foreach (string asked in new[] { method, "OPTIONS" })
                {
                    using HttpResponseMessage answer = await SendAsync(site.Product, asked, path, origin, method, isOpen ? token : null);
                    Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
                }
            }
        }

        AttackedProduct closed = await AttackedProduct.SharedAsync();
        foreach ((string method, string path, _) in Endpoints(closed, "names-nothing").Where(e => e.IsOpen))
        {
            using HttpResponseMessage answer = await SendAsync(closed, method, path, ShopSite.Origin, method);
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || header.Key == "Vary");
        }
    }

    [Fact]
    public async Task Refusal_OfEveryKind_IsReadByAShopsPage()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("origin-errors", quantity: 1);
        await site.Product.IssueAsync(slug, "the-winner");
        string session = await site.SessionAsync("shop-2", slug);
        foreach ((int status, string path, string? token) in new (int, string, string?)[]
        {
            (401, $"/api/v1/campaigns/{slug}/claims", null),
            (401, $"/api/v1/campaigns/{slug}/claims", "no.to.ken"),
            (403, "/api/v1/campaigns/names-nothing/claims", session),
            (404, "/api/v1/campaigns/names-nothing/claims", site.Product.Tokens.Member("m")),
            (409, $"/api/v1/campaigns/{slug}/claims", session),
        })
        {
            using HttpResponseMessage answer = await SendAsync(site.Product, "POST", path, ShopSite.Origin, "POST", token);
            Assert.Equal((status, ShopSite.Origin), ((int)answer.StatusCode, Of(answer, "Access-Control-Allow-Origin")));
        }

        using HttpResponseMessage broken = await SendAsync(site.Product, "GET", $"/api/v1/campaigns/{DatabaseFault.Mistake}/claims/me", ShopSite.Origin, "GET", site.Product.Tokens.Member("m"));
        Assert.Equal((500, ShopSite.Origin), ((int)broken.StatusCode, Of(broken, "Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Cookie_FromAShopsPage_ClaimsNothing()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("origin-cookie");
        Visitor member = await People.SignInAsync(site.Product, CouponAdmin.Core.Operators.Roles.Member);
        using HttpRequestMessage request = new(HttpMethod.Post, $"/api/v1/campaigns/{slug}/claims") { Headers = { { "Origin", ShopSite.Origin }, { "Sec-Fetch-Site", "same-site" } } };
        using HttpResponseMessage answer = await site.Product.SendAsync(request, member);
        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Frame_OfEveryPage_IsForTheClaimPageAlone()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("framed");
        int framed = 0;
        foreach ((string method, string path, _) in Endpoints(site.Product, slug).Where(e => e.Method == "GET"))
        {
            using HttpResponseMessage answer = await site.Product.GetAsync(path, accept: "text/html, text/event-stream, */*");
            bool isClaimPage = path.StartsWith("/c/", StringComparison.Ordinal);
            string ancestors = Of(answer, "Content-Security-Policy")!.Split("frame-ancestors ")[1];
            Assert.Equal((path, isClaimPage ? $"{ShopSite.Frame} http://127.0.0.1:{site.ExamplePort}" : "'none'", isClaimPage ? null : "DENY"), (path, ancestors, Of(answer, "X-Frame-Options")));
            framed += isClaimPage ? 1 : 0;
        }

        Assert.Equal(3, framed);
    }

    [Fact]
    public async Task Paths_ThatAreOpened_AreThoseOfTheMarkedEndpoints()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        foreach (var address in Endpoints(product, "sale").GroupBy(e => e.Path, StringComparer.Ordinal))
        {
            Assert.Equal((address.Key, address.SingleOrDefault(e => e.IsOpen).Method), (address.Key, ShopCors.MethodAt(address.Key)));
        }

        Assert.All(["/api/v1/campaigns/", "/api/v1/campaigns//claims", "/api/v1/campaigns/a/b/claims", "/api/v1/admin/campaigns/a/claims", "/api/v1/campaigns/a/claims/you"], path => Assert.Null(ShopCors.MethodAt(path)));
    }

    [Theory]
    [InlineData("https://shop.example.com", "https://shop.example.com")]
    [InlineData(" https://Shop.example.com:8443 , https://xn--3e0b707e.example,", "https://shop.example.com:8443 https://xn--3e0b707e.example")]
    [InlineData("http://localhost:3000,http://127.0.0.1:3000,http://[::1]:3000", "http://localhost:3000 http://127.0.0.1:3000 http://[::1]:3000")]
    [InlineData("", "")]
    public void Setting_WhenItNamesOrigins_IsTakenAsBrowsersWriteThem(string setting, string origins) =>
        Assert.Equal(origins, string.Join(' ', new ShopPages(new ShopOptions { Origins = setting }, isDevelopment: false).Origins));

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.com")]
    [InlineData("https://shop.example.com/")]
    [InlineData("https://shop.example.com/page")]
    [InlineData("https://shop.example.com?x")]
    [InlineData("https://shop.example.com:443")]
    [InlineData("https://user@shop.example.com")]
    [InlineData("http://shop.example.com")]
    [InlineData("shop.example.com")]
    [InlineData("null")]
    [InlineData("file:///")]
    [InlineData("ftp://shop.example.com")]
    [InlineData("https://한국.example")]
    [InlineData("https://shop.example.com; script-src 'unsafe-inline'")]
    public void Setting_WhenAnEntryIsNoOrigin_EndsTheStartWithItsName(string entry)
    {
        foreach (ShopOptions options in new[] { new ShopOptions { Origins = $"https://good.example,{entry}" }, new ShopOptions { FrameAncestors = entry } })
        {
            SettingException refused = Assert.Throws<SettingException>(() => new ShopPages(options, isDevelopment: false));
            Assert.Contains(entry, refused.Message, StringComparison.Ordinal);
            Assert.StartsWith(options.Origins.Length > 0 ? "Shop:Origins" : "Shop:FrameAncestors", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Setting_WhenItHasTooManyOrigins_EndsTheStart() => Assert.Throws<SettingException>(() => new ShopPages(
        new ShopOptions { Origins = string.Join(',', Enumerable.Range(0, ShopPages.OriginsMax + 1).Select(n => $"https://shop{n}.example")) }, isDevelopment: false));

    private static IEnumerable<(string Method, string Path, bool IsOpen)> Endpoints(AttackedProduct product, string slug) =>
        from endpoint in product.Endpoints
        from method in MappedEndpoints.MethodsOf(endpoint) is { Count: > 0 } methods ? methods : ["GET"]
        let path = Fill(MappedEndpoints.PathOf(endpoint), slug)
        select (method, path, endpoint.Metadata.GetMetadata<OpenToShops>() is not null);

    private static string Fill(string path, string slug) => System.Text.RegularExpressions.Regex.Replace(
        path.Replace("{slug}", slug, StringComparison.OrdinalIgnoreCase), @"\{[^}]*\}", match => match.Value.Contains("long", StringComparison.Ordinal) || match.Value.Contains("int", StringComparison.Ordinal) ? "1" : "nothing", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private static Task<HttpResponseMessage> SendAsync(AttackedProduct product, string method, string path, string origin, string wanted, string? token = null)
    {
        HttpRequestMessage request = new(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Headers = { { "Origin", origin }, { "Accept", "text/html, */*" } } };
        if (method == "OPTIONS")
        {
            request.Headers.Add("Access-Control-Request-Method", wanted);
            request.Headers.Add("Access-Control-Request-Headers", "authorization");
        }

        return product.SendAsync(request, token is null ? null : new Visitor("a shop's page", Token: token));
    }

    private static string? Of(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;
}
