using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Staff;

/// <summary>How the console's circuit is opened, and what the page says where it can't be.</summary>
[Collection(ConsoleTests.Name)]
public sealed class CircuitTests
{
    private const string SignIn = "/sign-in?returnUrl=/admin";

    [Fact]
    public async Task Circuit_WhenOpened_NeedsNoNegotiation()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        await using IBrowserContext desk = await site.OpenAsync(MemberView.DesktopEnglish);
        IPage page = await desk.NewPageAsync();
        List<string> asked = [];
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync(SignIn);
        await MemberSite.SignInOperatorAsync(page);
        await CampaignConsole.IsAnsweringAsync(page);

        Assert.DoesNotContain(asked, url => url.Contains("negotiate", StringComparison.Ordinal));
        await Expect(page.Locator("#circuit-trouble")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("ko-KR", "WebSocket 업그레이드 헤더를 넘기지 않는 것입니다")]
    [InlineData("en-GB", "does not pass on the WebSocket upgrade headers")]
    public async Task Page_WhenTheProxyPassesNoUpgrade_SaysWhatTheProxyLacks(string locale, string words)
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        await using PlainProxy proxy = new(site.App.Address.Port);
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Phone, locale, ColorScheme.Dark), through: proxy.Address);
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync(SignIn);
        await MemberSite.SignInOperatorAsync(page);

        ILocator trouble = page.Locator("#circuit-trouble");
        await Expect(trouble).ToContainTextAsync(words, new() { UseInnerText = true });
        await Expect(trouble.Locator("code:visible")).ToContainTextAsync("proxy_set_header Upgrade $http_upgrade");
        await Accessibility.AssertAsync(page);
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0);
    }

    [Fact]
    public async Task Page_WhenTheServerKnowsItByAnotherAddress_SaysThat()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        await using IBrowserContext desk = await site.OpenAsync(MemberView.DesktopEnglish);
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync(SignIn);
        await MemberSite.SignInOperatorAsync(page);
        await CampaignConsole.IsAnsweringAsync(page);

        // The cookie counts for every port of this machine: the page is read through a proxy that gives the product its own name.
        await using PlainProxy proxy = new(site.App.Address.Port, site.App.Address.Authority);
        await page.GotoAsync(new Uri(proxy.Address, "/admin").ToString());

        await Expect(page.Locator("#circuit-trouble")).ToContainTextAsync("it knows this page by another address", new() { UseInnerText = true });
    }
}
