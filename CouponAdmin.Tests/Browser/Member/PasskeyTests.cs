using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>Passkeys with the browser's virtual authenticator: register, claim, sign in again, manage, and what must be refused.</summary>
[Collection(MemberTests.Name)]
public sealed class PasskeyTests
{
    [Fact]
    public async Task Member_WhenTheBrowserOffersPasskeys_RegistersComesBackAndSignsInWithoutAPassword()
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await site.PublishAsync(new TestOffer());
        await using IBrowserContext context = await site.OpenAsync(MemberView.PhoneKorean);
        IPage page = await context.NewPageAsync();
        await GiveAuthenticatorAsync(page);
        string email = $"m{Guid.NewGuid():N}@example.com";

        await page.GotoAsync(At(site, $"/register?returnUrl=/c/{slug}"));
        await page.Locator("#email").FillAsync(email);
        await page.Locator("form.passkey button").ClickAsync();
        await page.ArrivesAtAsync($"**/c/{slug}");
        await page.Locator("#claim[data-moment=open] #press").ClickAsync();
        await page.Locator("#claim[data-moment=issued]").WaitForAsync();
        string code = await page.Locator("#code").InnerTextAsync();

        await page.GotoAsync(At(site, "/my/passkeys"));
        await Accessibility.AssertAsync(page);
        Assert.Equal(1, await page.Locator(".passkeys li").CountAsync());
        await page.Locator("form.passkey button").ClickAsync();
        await page.Locator("form.passkey .problem", new PageLocatorOptions { HasText = "이미 이 계정의 패스키" }).WaitForAsync();
        await page.Locator(".passkeys button").ClickAsync();
        await page.Locator("p.problem[role=alert]", new PageLocatorOptions { HasText = "유일한 방법" }).First.WaitForAsync();
        Assert.Equal(1, await page.Locator(".passkeys li").CountAsync());

        await page.Locator("form[action='/sign-out'] button").ClickAsync();
        await page.GotoAsync(At(site, $"/sign-in?returnUrl=/c/{slug}"));
        await Accessibility.AssertAsync(page);
        await page.Locator("form.passkey button").ClickAsync();
        await page.ArrivesAtAsync($"**/c/{slug}");
        await page.Locator("#claim[data-moment=issued]").WaitForAsync();
        Assert.Equal(code, await page.Locator("#code").InnerTextAsync());

        await page.Locator("header form button, header a[href^='/my']").First.WaitForAsync();
        await page.GotoAsync(At(site, "/my/coupons"));
        await page.Locator("form[action='/sign-out'] button").ClickAsync();
        await page.GotoAsync(At(site, "/register"));
        await page.Locator("#email").FillAsync(email);
        await page.Locator("form.passkey button").ClickAsync();
        await page.Locator(".problem li", new PageLocatorOptions { HasText = "이 이메일로는 가입할 수 없습니다" }).WaitForAsync();
    }

    [Fact]
    public async Task Passkey_WhenItIsUnknownOrCancelled_IsRefusedInWordsAndTheButtonWorksAgain()
    {
        MemberSite site = await MemberSite.SharedAsync();
        await using IBrowserContext context = await site.OpenAsync(MemberView.PhoneEnglish);
        IPage page = await context.NewPageAsync();
        (ICDPSession devTools, string authenticator) = await GiveAuthenticatorAsync(page);

        // No key for this site: the browser gives up by itself.
        await page.GotoAsync(At(site, "/sign-in"));
        await page.Locator("form.passkey button").ClickAsync();
        await page.Locator("form.passkey .problem", new PageLocatorOptions { HasText = "cancelled or took too long" }).WaitForAsync();
        Assert.Equal("false", await page.Locator("form.passkey button").GetAttributeAsync("aria-disabled"));

        // A key that belongs to nobody here, and an answer that is no credential.
        await page.EvaluateAsync("""
            () => {
              const form = document.querySelector('form.passkey');
              form.querySelector('[data-credential]').value = '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{}}';
              form.submit();
            }
            """);
        await page.Locator("p.problem", new PageLocatorOptions { HasText = "This passkey doesn't sign you in" }).WaitForAsync();
        Assert.DoesNotContain(await context.CookiesAsync(), cookie => cookie.Name == "coupon-admin");
        await devTools.SendAsync("WebAuthn.removeVirtualAuthenticator", new Dictionary<string, object>(StringComparer.Ordinal) { ["authenticatorId"] = authenticator });
    }

    [Theory, InlineData("/passkeys/to-sign-in"), InlineData("/passkeys/to-make")]
    public async Task Options_WhenAskedFromAnotherSite_AreRefused(string path)
    {
        MemberSite site = await MemberSite.SharedAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using HttpResponseMessage answer = await site.App.Client.SendAsync(request);
        Assert.Equal(403, (int)answer.StatusCode);
    }

    // Passkeys need a name: an address of numbers is no domain to a browser.
    private static string At(MemberSite site, string path) => $"http://localhost:{site.App.Address.Port}{path}";

    private static async Task<(ICDPSession DevTools, string Authenticator)> GiveAuthenticatorAsync(IPage page)
    {
        ICDPSession devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        var made = await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        return (devTools, made!.Value.GetProperty("authenticatorId").GetString()!);
    }
}
