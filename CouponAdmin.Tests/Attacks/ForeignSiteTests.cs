using System.Net;
using System.Net.WebSockets;
using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Acceptance;
using Microsoft.AspNetCore.Routing;

namespace CouponAdmin.Tests.Attacks;

/// <summary>Another site's page in the browser of somebody who is signed in here: it may send, but nothing comes of it.</summary>
public sealed class ForeignSiteTests
{
    // What browsers of all ages say of a request that another site's page made, and a client that says nothing.
    private static readonly (string? Origin, string? FetchSite)[] Foreign =
    [
        ("https://evil.example", "cross-site"), ("https://evil.example", null), (null, "cross-site"), ("https://other.example.com", "same-site"), ("null", "cross-site"), ("null", null),
        ($"http://{AttackedProduct.Site}", null), ($"https://{AttackedProduct.Site}.evil.example", null), ($"https://{AttackedProduct.Site}:8443", null), (AttackedProduct.Origin, "cross-site"), (null, null),
    ];

    // They take writes and change nothing of anybody's: what they answer is judged by the campaign alone.
    private static readonly string[] Harmless = ["/health/", "/metrics", "/_blazor", "/not-found", "/no-access"];

    [Fact]
    public async Task Write_WhenAnotherSiteSendsItWithTheCookie_IsRefusedEverywhere()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        Visitor administrator = await People.SignInAsync(product, Roles.Administrator);
        string draft = SaleClient.FreshSlug("foreign");
        (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), SaleClient.Draft(draft))).Is(201);
        (string Method, string Path)[] writes =
        [
            .. from endpoint in product.Endpoints
               from method in MappedEndpoints.MethodsOf(endpoint) is { Count: > 0 } methods ? methods : ["POST"]
               where method is not ("GET" or "HEAD")
               select (method, PathTo(endpoint, draft)),
        ];
        Assert.True(writes.Length > 25, "Where have the writes gone?");

        List<string> through = [];
        foreach ((string method, string path) in writes.Where(write => !Harmless.Any(harmless => write.Path.StartsWith(harmless, StringComparison.Ordinal))))
        {
            foreach ((string? origin, string? site) in Foreign)
            {
                foreach (string type in new[] { "application/x-www-form-urlencoded", "text/plain", "application/json" })
                {
                    using HttpResponseMessage answer = await SendAsync(product, administrator, method, path, origin, site, type);
                    if ((int)answer.StatusCode is < 400 or >= 500 && !IsTurnedAway(answer))
                    {
                        through.Add($"{method} {path}, Origin {origin ?? "none"}, Sec-Fetch-Site {site ?? "none"}, {type}: {(int)answer.StatusCode}");
                    }
                }
            }
        }

        Assert.True(through.Count == 0, string.Join('\n', through));
        Assert.Equal("draft", (await product.Sale.GetAsync($"{SaleClient.Admin}/{draft}", product.Tokens.Viewer())).String("state"));

        // The same cookie from a page of this site.
        using HttpResponseMessage own = await SendAsync(product, administrator, "POST", $"{SaleClient.Admin}/{draft}/publish", AttackedProduct.Origin, "same-origin", "application/json");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task Circuit_WhenAnotherSiteOpensItWithTheCookie_IsRefused()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        Visitor administrator = await People.SignInAsync(product, Roles.Administrator);
        foreach ((string origin, HttpStatusCode expected) in new[]
        {
            ("https://evil.example", HttpStatusCode.Forbidden), ("null", HttpStatusCode.Forbidden), ($"https://{AttackedProduct.Site}.evil.example", HttpStatusCode.Forbidden),
            ($"http://{AttackedProduct.Site}", HttpStatusCode.Forbidden), (AttackedProduct.Origin, HttpStatusCode.SwitchingProtocols),
        })
        {
            using ClientWebSocket socket = await CircuitAsync(product, administrator, origin);
            Assert.Equal(expected, socket.HttpStatusCode);
        }
    }

    [Fact]
    public async Task Answer_WhenAnotherSiteAsks_IsNeverOpenedToIt()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        foreach (string path in new[] { "/api/v1/campaigns", "/", "/openapi/v1.json", "/health/ready" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path) { Headers = { { "Origin", "https://evil.example" } } };
            using HttpResponseMessage answer = await product.SendAsync(request);
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        }
    }

    public static TheoryData<string> Elsewhere =>
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "https:evil.example", "https://evil.example/", "//evil.example/..", "/%09/evil.example",
        "/\t/evil.example", "/%5cevil.example", "/%2f/evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example", "/.//evil.example", "/..//evil.example", "/c/../..//evil.example", "@evil.example", "/\r\nLocation: https://evil.example",
        ".evil.example", "//coupons.example.com@evil.example/", "http:///evil.example", "/﹨evil.example",
    ];

    [Theory, MemberData(nameof(Elsewhere))]
    public async Task WayBack_WhenItLeadsElsewhere_StaysOnThisSite(string way)
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string query = $"returnUrl={Uri.EscapeDataString(way)}";
        using HttpResponseMessage language = await product.GetAsync($"/language?to=ko&{query}");
        using HttpResponseMessage page = await product.GetAsync($"/sign-in?{query}");
        AssertStays(language);
        Assert.DoesNotContain("href=\"//", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"https://evil", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WhenTheWayBackLeadsElsewhere_StaysOnThisSite()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string email = await People.MakeAsync(product, Roles.Member);
        foreach (string way in new[] { "//evil.example", "/\\evil.example", "https://evil.example/", "/.//evil.example", "/\t/evil.example" })
        {
            using HttpResponseMessage answer = await People.PostSignInAsync(product, email, People.Password, $"/sign-in?returnUrl={Uri.EscapeDataString(way)}");
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            AssertStays(answer);
        }
    }

    // The member's limit stands before the form: the page that says so is no claim.
    // A form whose token doesn't fit is shown anew, and the page of a code without a first step sends to the sign-in.
    private static bool IsTurnedAway(HttpResponseMessage answer) =>
        (answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location is { } form && form.OriginalString.EndsWith("/sign-in", StringComparison.Ordinal))
        || answer.StatusCode == HttpStatusCode.SeeOther && answer.Headers.Location is { } page && page.OriginalString.EndsWith("after=too-many-requests", StringComparison.Ordinal);

    // As a browser reads it (WHATWG URL, section 4.4): a backslash is a slash, tabs and line ends are left out, dots are walked.
    private static void AssertStays(HttpResponseMessage answer)
    {
        string location = Assert.Single(answer.Headers.GetValues("Location")).Trim();
        string read = location.Replace('\\', '/').Replace("\t", "", StringComparison.Ordinal);
        Assert.StartsWith("/", read.Replace(AttackedProduct.Origin, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(read.StartsWith("//", StringComparison.Ordinal), location);
        Assert.Equal(AttackedProduct.Site, new Uri(new Uri(AttackedProduct.Origin), read).Host);
    }

    private static string PathTo(RouteEndpoint endpoint, string slug) => MappedEndpoints.PathOf(endpoint)
        .Replace("{slug}", slug, StringComparison.OrdinalIgnoreCase).Replace("{id:long}", "1", StringComparison.Ordinal).Replace("{number:int}", "1", StringComparison.Ordinal).Replace("{ticket:long}", "1", StringComparison.Ordinal)
        .Replace("{**path}", "x", StringComparison.Ordinal).Replace("{*path:nonfile}", "x", StringComparison.Ordinal).Replace("{**path:file}", "x.txt", StringComparison.Ordinal);

    private static Task<HttpResponseMessage> SendAsync(AttackedProduct product, Visitor visitor, string method, string path, string? origin, string? site, string type)
    {
        HttpRequestMessage request = new(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = new StringContent(type.EndsWith("json", StringComparison.Ordinal) ? "{}" : "a=b", null, type) };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        return product.SendAsync(request, visitor);
    }

    private static async Task<ClientWebSocket> CircuitAsync(AttackedProduct product, Visitor visitor, string origin)
    {
        ClientWebSocket socket = new();
        foreach ((string name, string value) in new[] { ("Host", AttackedProduct.Site), ("Origin", origin), ("Cookie", visitor.Cookie!), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "10.255.0.1") })
        {
            socket.Options.SetRequestHeader(name, value);
        }

        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{product.Address.Port}/_blazor"), CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return socket;
    }
}
