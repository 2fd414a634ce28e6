using System.Text.RegularExpressions;
using CouponAdmin.Core.Seeding;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>The demo's first coupon, from the start page on, as docs/first-steps.md tells it.</summary>
[Collection(MemberTests.Name)]
public sealed class FirstStepsFlowTests
{
    [Fact]
    public async Task Newcomer_WhoFollowsThePage_HasACouponOfTheDemo()
    {
        FirstSteps path = FirstSteps.Of("A first coupon");
        path.Take("Start the product");
        MemberSite site = await MemberSite.SharedAsync();
        await using IBrowserContext phone = await site.OpenAsync(new MemberView(Screen.Phone, "en-US", ColorScheme.Light));
        IPage page = await phone.NewPageAsync();

        path.Take("Choose the sale that is open");
        await page.GotoAsync("/");
        await page.Locator($"a[href='/c/{DemoSeed.OpenSlug}']").ClickAsync();
        await page.ArrivesAtAsync($"**/c/{DemoSeed.OpenSlug}");

        path.Take("Press the button");
        await page.Locator("#press").ClickAsync();
        await page.ArrivesAtAsync("**/sign-in?*");

        path.Take("Sign in");
        await page.GetByRole(AriaRole.Button, new() { Name = "member2@example.com" }).ClickAsync();
        await page.ArrivesAtAsync($"**/c/{DemoSeed.OpenSlug}");

        path.Take("Press the button again");
        await page.Locator("#press").ClickAsync();
        await Expect(page.GetByText(new Regex("^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$")).First).ToBeVisibleAsync();
        path.End();
    }
}
