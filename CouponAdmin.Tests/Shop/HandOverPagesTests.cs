using System.Globalization;
using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Browser;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;

namespace CouponAdmin.Tests.Shop;

/// <summary>What a hand-over link shows instead of leading on, in a real browser: usable by everyone, as wide as the screen, and its button works.</summary>
/// <remarks>The suite looks in Korean on a phone and in English on a desktop; <c>COUPONADMIN_EVERY_VIEW=1</c> and <c>COUPONADMIN_SCREENSHOTS</c> as for the console's pages.</remarks>
[Collection(MemberTests.Name)]
public sealed class HandOverPagesTests
{
    [Fact]
    public async Task Pages_OfAHandOver_HaveNoBarrierAndLeadOn()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("hand-over-pages");
        string email = await People.MakeAsync(site.Product, Roles.Member);
        Uri address = new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{site.Product.Address.Port}"));
        bool inEvery = Environment.GetEnvironmentVariable("COUPONADMIN_EVERY_VIEW") == "1";
        foreach (MemberView view in inEvery ? MemberView.All : [MemberView.PhoneKorean, MemberView.DesktopEnglish])
        {
            ChromiumBrowser browser = await ChromiumBrowser.SharedAsync();
            await using IBrowserContext context = await browser.OpenAsync(view.Screen, view.Locale, view.Colors, address);
            IPage page = await context.NewPageAsync();
            await LookAsync(page, "/hand-over/not-whole", "altered", view);

            string link = await site.LinkAsync("shop-4711", slug);
            await LookAsync(page, link, "asking", view);
            await PressAsync(page, slug);
            await LookAsync(page, link, "in-already", view);
            await LookAsync(page, "/my/coupons", "my-coupons", view);
            await LookAsync(page, "/my/password", "no-access", view);

            await page.GotoAsync("/sign-in?another=true");
            await new SignInPage(page).SignInAsync(email, People.Password);
            await page.ArrivesAtAsync($"{address}");
            await LookAsync(page, await site.LinkAsync("shop-4711", slug), "switching", view);
            await PressAsync(page, slug);
            await context.ClearCookiesAsync();
            await LookAsync(page, link, "used", view);
        }
    }

    private static async Task PressAsync(IPage page, string slug)
    {
        await page.Locator("form.act button.press").ClickAsync();
        await page.ArrivesAtAsync($"**/c/{slug}");
    }

    private static async Task LookAsync(IPage page, string path, string name, MemberView view)
    {
        await page.GotoAsync(path);
        await Assertions.Expect(page.Locator("main h1")).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0, $"{name} runs over the page's side");
        if (Environment.GetEnvironmentVariable("COUPONADMIN_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"hand-over-{name}-{view}.png"), FullPage = true });
        }
    }
}
