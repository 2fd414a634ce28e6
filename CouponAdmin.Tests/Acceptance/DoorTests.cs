using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>The open internet's side of an instance in Production: how the first administrator comes in, whose word is taken for an address, and who may open a circuit.</summary>
public sealed partial class DoorTests
{
    private const int RequestsPerSecond = 20;
    private const int CircuitsPerPersonMax = 20;
    private const string Password = "correct horse battery";

    private static readonly TestTokens Former = TestTokens.WithNewKey();
    private static readonly TestTokens Current = TestTokens.WithNewKey();
    private static readonly SharedServer<AppProcess> BehindProxy = new(() => StartAsync("127.0.0.0/8"));

    [Fact]
    public async Task Production_WhenItIsNew_LetsInWhoeverHasTheCodeAndNobodyElse()
    {
        await using AppProcess app = await StartAsync("127.0.0.0/8");
        string code = SetUpCode().Match(await Eventually.HoldsAsync(() => Task.FromResult(app.Output), output => SetUpCode().IsMatch(output))).Groups["code"].Value;
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(app, "AAAA-AAAA-AAAA-AAAA")).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(app, code, password: "short")).Status);

        (HttpStatusCode status, string page, string[] cookies) = await PostAsync(app, code.ToLowerInvariant());
        Assert.True(status == HttpStatusCode.Found, page);
        string session = Assert.Single(cookies, cookie => cookie.StartsWith("__Host-coupon-admin=", StringComparison.Ordinal));
        string known = Assert.Single(cookies, cookie => cookie.StartsWith("__Host-coupon-admin-browser=", StringComparison.Ordinal));
        foreach (string cookie in new[] { session, known })
        {
            Assert.All(["secure", "httponly", "samesite=lax", "path=/"], attribute => Assert.Contains(attribute, cookie, StringComparison.Ordinal));
            Assert.DoesNotContain("domain=", cookie, StringComparison.Ordinal);
        }

        // Signing out ends the session itself: a copy of its cookie is good for nothing afterwards.
        Assert.Equal(HttpStatusCode.OK, await WithAsync(HttpMethod.Get, "/admin/audit"));
        Assert.Equal(HttpStatusCode.Found, await WithAsync(HttpMethod.Post, "/sign-out"));
        await Eventually.HoldsAsync<HttpStatusCode>(() => WithAsync(HttpMethod.Get, "/admin/audit"), status => status == HttpStatusCode.Found);

        using HttpRequestMessage audit = new(HttpMethod.Get, "/api/v1/admin/audit.csv?action=set-up");
        audit.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Current.Viewer());
        using HttpResponseMessage written = await AskAsync(app, audit);
        Assert.Contains(",set-up,boss@example.com,", await written.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Used up, also for whoever kept the page or the code, and after a new start.
        Assert.Contains("Already set up", (await PageAsync(app)).Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.TerminateAsync());
        await app.StartAgainAsync();
        await app.WaitUntilReadyAsync();
        Assert.DoesNotContain(code, app.Output, StringComparison.Ordinal);

        async Task<HttpStatusCode> WithAsync(HttpMethod method, string path)
        {
            using HttpRequestMessage request = new(method, path) { Headers = { { "Cookie", session.Split(';')[0] }, { "Sec-Fetch-Site", "same-origin" } } };
            using HttpResponseMessage answer = await AskAsync(app, request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Address_WhenAKnownProxyNamesIt_IsBelievedAndHasItsOwnLimit()
    {
        AppProcess app = await BehindProxy.GetAsync();

        // Everybody behind the proxy has an address of their own; one of them who asks too often is turned away.
        Assert.All(await BurstAsync(app, i => $"203.0.113.{i}"), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Contains(HttpStatusCode.TooManyRequests, await BurstAsync(app, _ => "203.0.113.250"));

        // The proxy ended TLS: the browser is told to keep to it.
        using HttpRequestMessage request = new(HttpMethod.Get, "/sign-in");
        request.Headers.Add("X-Forwarded-For", "203.0.113.251");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Host = "coupons.example.com";
        using HttpResponseMessage answer = await app.Client.SendAsync(request);
        Assert.Contains("max-age=", answer.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_WhenAStrangerNamesIt_IsIgnored()
    {
        await using AppProcess other = await StartAsync("10.0.0.0/8");
        await Eventually.HoldsAsync(() => BurstAsync(other, i => $"203.0.113.{i}"), answers => answers.Contains(HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Token_WhenSignedWithTheKeyBefore_IsBelievedUntilThatKeyIsTakenAway()
    {
        AppProcess app = await BehindProxy.GetAsync();
        foreach (TestTokens tokens in new[] { Current, Former })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/api/v1/admin/campaigns");
            request.Headers.Add("X-Forwarded-For", "198.51.100.1");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Viewer());
            using HttpResponseMessage answer = await app.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Circuit_WhenAnotherSiteOrTooManyTabsAsk_IsRefused()
    {
        AppProcess app = await BehindProxy.GetAsync();
        string ours = app.Address.GetLeftPart(UriPartial.Authority);
        using (ClientWebSocket foreign = await OpenAsync(app, "https://evil.example", 1))
        {
            Assert.Equal(HttpStatusCode.Forbidden, foreign.HttpStatusCode);
        }

        List<ClientWebSocket> open = [];
        for (int i = 1; i <= CircuitsPerPersonMax; i++)
        {
            open.Add(await OpenAsync(app, ours, i));
        }

        Assert.All(open, socket => Assert.Equal(HttpStatusCode.SwitchingProtocols, socket.HttpStatusCode));
        using (ClientWebSocket oneMore = await OpenAsync(app, ours, 100))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, oneMore.HttpStatusCode);
        }

        open.ForEach(socket => socket.Dispose());
        await Eventually.HoldsAsync(
            async () =>
            {
                using ClientWebSocket again = await OpenAsync(app, ours, 101);
                return again.HttpStatusCode;
            },
            status => status == HttpStatusCode.SwitchingProtocols);
    }

    private static Task<AppProcess> StartAsync(string proxies) => AppProcess.StartReadyAsync(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Proxy__Networks"] = proxies,
            ["Limits__RequestsPerAddressPerSecond"] = $"{RequestsPerSecond}",
            ["Authentication__Jwt__SigningKey"] = Current.SigningKey,
            ["Authentication__Jwt__PreviousSigningKey"] = Former.SigningKey,
        },
        environment: "Production");

    // One person, each time from another address: the addresses' limit must not be what refuses.
    private static async Task<ClientWebSocket> OpenAsync(AppProcess app, string origin, int address)
    {
        ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.SetRequestHeader("X-Forwarded-For", $"192.0.2.{address}");
        socket.Options.SetRequestHeader("Authorization", $"Bearer {Current.Operator("many tabs")}");
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{app.Address.Port}/_blazor"), CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return socket;
    }

    private static Task<HttpStatusCode[]> BurstAsync(AppProcess app, Func<int, string> addressOf) =>
        Task.WhenAll(Enumerable.Range(1, 3 * RequestsPerSecond).Select(async i =>
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/api/v1/campaigns");
            request.Headers.Add("X-Forwarded-For", addressOf(i));
            using HttpResponseMessage answer = await app.Client.SendAsync(request);
            return answer.StatusCode;
        }));

    private static async Task<(string Text, string Token, string Cookie)> PageAsync(AppProcess app)
    {
        using HttpResponseMessage page = await AskAsync(app, new HttpRequestMessage(HttpMethod.Get, "/setup"));
        string text = await page.Content.ReadAsStringAsync();
        string cookie = page.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? cookies.First().Split(';')[0] : "";
        return (text, FormToken().Match(text).Groups["token"].Value, cookie);
    }

    private static async Task<(HttpStatusCode Status, string Page, string[] Cookies)> PostAsync(AppProcess app, string code, string password = Password)
    {
        (_, string token, string cookie) = await PageAsync(app);
        HttpRequestMessage request = new(HttpMethod.Post, "/setup")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["_handler"] = "set-up", ["__RequestVerificationToken"] = token, ["Form.Code"] = code, ["Form.Email"] = "boss@example.com", ["Form.Password"] = password,
            }),
        };
        request.Headers.Add("Cookie", cookie);
        using HttpResponseMessage answer = await AskAsync(app, request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(),
            answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? [.. cookies] : []);
    }

    // As a browser behind the proxy that ends TLS, each time from an address of its own.
    private static async Task<HttpResponseMessage> AskAsync(AppProcess app, HttpRequestMessage request)
    {
        request.Headers.Add("X-Forwarded-For", $"198.51.100.{Random.Shared.Next(1, 255)}");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("Accept-Language", "en");
        return await app.Client.SendAsync(request);
    }

    [GeneratedRegex("set-up code: (?<code>[0-9A-Z]{4}(-[0-9A-Z]{4}){3})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SetUpCode();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FormToken();
}
