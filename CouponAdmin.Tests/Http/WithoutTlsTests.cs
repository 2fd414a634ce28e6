using System.Globalization;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Http;

/// <summary>Production that sees no TLS: behind a proxy that nobody named, and on the machine itself.</summary>
public sealed class WithoutTlsTests
{
    private static readonly SharedServer<AppProcess> Unnamed = new(() => AppProcess.StartReadyAsync(environment: "Production"));

    [Theory]
    [InlineData("GET", "/sign-in"), InlineData("POST", "/sign-in"), InlineData("POST", "/register"), InlineData("GET", "/my/coupons"), InlineData("GET", "/admin")]
    [InlineData("POST", "/c/spring"), InlineData("POST", "/sign-out"), InlineData("GET", "/redeem"), InlineData("POST", "/hand-over/link"), InlineData("POST", "/reset-password")]
    public async Task Form_WhenAProxyIsNotNamed_NamesTheSetting(string method, string path)
    {
        AppProcess app = await Unnamed.GetAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        request.Headers.Host = "coupons.example.com";
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Accept-Language", "en");
        request.Content = method == "POST" ? new FormUrlEncodedContent([new("_handler", path[1..])]) : null;

        using HttpResponseMessage answer = await app.Client.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 421, $"{(int)answer.StatusCode} {text}");
        Assert.Contains("Proxy__Addresses", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_WhenItAsksForAToken_IsAnsweredAsEverywhere()
    {
        AppProcess app = await Unnamed.GetAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/oauth/token");
        request.Headers.Host = "coupons.example.com";
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "client_nobody"), new("client_secret", "wrong")]);

        using HttpResponseMessage answer = await app.Client.SendAsync(request);
        Assert.True((int)answer.StatusCode == 401, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    [Fact]
    public async Task Start_WhenNothingEndsTls_SaysSoInTheLog() =>
        Assert.Contains("Set Proxy__Addresses or Proxy__Networks", (await Unnamed.GetAsync()).Output, StringComparison.Ordinal);

    [Theory, InlineData("localhost"), InlineData("127.0.0.1"), InlineData("[::1]")]
    public async Task Localhost_WhenInProduction_SendsAFormWithASecureCookie(string host)
    {
        AppProcess app = await Unnamed.GetAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/sign-in");
        request.Headers.Host = string.Create(CultureInfo.InvariantCulture, $"{host}:{app.Address.Port}");
        using HttpResponseMessage answer = await app.Client.SendAsync(request);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Contains("name=\"__RequestVerificationToken\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("__Host-coupon-admin-form=", StringComparison.Ordinal) && cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Localhost_WhenInProduction_LetsABrowserRegister()
    {
        AppProcess app = await Unnamed.GetAsync();
        Uri localhost = new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{app.Address.Port}"));
        ChromiumBrowser browser = await ChromiumBrowser.SharedAsync();
        await using IBrowserContext context = await browser.OpenAsync(Screen.Phone, "en-GB", baseAddress: localhost);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("/register?returnUrl=/my/coupons");
        await MemberSite.RegisterAsync(page);
        await Expect(page).ToHaveURLAsync(new Uri(localhost, "/my/coupons").ToString());
        Assert.Contains(await context.CookiesAsync(), cookie => cookie is { Name: "__Host-coupon-admin", Secure: true });
    }
}
