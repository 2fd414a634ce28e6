using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>A cashier with a phone: checks, uses, undoes; and what becomes of a use when the connection goes.</summary>
[Collection(MemberTests.Name)]
public sealed class TillTests
{
    private const string Email = "cashier@example.com";

    [Theory]
    [InlineData("en-US", "Used", "The use is undone", "This coupon is used")]
    [InlineData("ko-KR", "사용했습니다", "사용을 취소했습니다", "이미 사용한 쿠폰입니다")]
    public async Task Cashier_WhenACouponIsHandedOver_UsesItOnceAndCanUndo(string language, string used, string undone, string already)
    {
        (MemberSite site, string code) = await IssueAsync();
        await using IBrowserContext phone = await site.OpenAsync(new MemberView(Screen.Phone, language, ColorScheme.Light));
        IPage page = await SignInAsync(phone);
        await Accessibility.AssertAsync(page);

        await CheckAsync(page, code.ToLowerInvariant(), "19,999");
        await Expect(page.Locator("#discount")).ToContainTextAsync("1,999");
        await Accessibility.AssertAsync(page);
        await page.Locator("#use").ClickAsync();
        await Expect(page.Locator("#heading")).ToHaveTextAsync(used);
        await Accessibility.AssertAsync(page);

        // What was used stays on the page through a reload, and can still be undone.
        await page.ReloadAsync();
        await Expect(page.Locator("#heading")).ToHaveTextAsync(used);
        await page.Locator("#next").ClickAsync();
        await CheckAsync(page, code, "5000");
        await Expect(page.Locator("#heading")).ToHaveTextAsync(already);
        await Expect(page.Locator("#use")).ToBeHiddenAsync();

        await page.Locator("#next").ClickAsync();
        (string second, IPage other) = (await site.CodeOfAsync(await SoldAsync(site), "buyer"), page);
        await CheckAsync(other, second, "5000");
        await other.Locator("#use").ClickAsync();
        await other.Locator("#undo").ClickAsync();
        await Expect(other.Locator("#heading")).ToHaveTextAsync(undone);
        await other.Locator("#next").ClickAsync();
        await CheckAsync(other, second, "5000");
        await Expect(other.Locator("#use")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Use_WhenItsAnswerIsLost_IsAskedAgainUnderTheSameKey()
    {
        (MemberSite site, string code) = await IssueAsync();
        await using IBrowserContext phone = await site.OpenAsync(new MemberView(Screen.Phone, "en-US", ColorScheme.Dark));
        IPage page = await SignInAsync(phone);
        List<string> keys = [];
        await page.RouteAsync("**/api/v1/redemptions", async route =>
        {
            keys.Add(await route.Request.HeaderValueAsync("Idempotency-Key") ?? "");
            IAPIResponse answer = await route.FetchAsync();

            // The server has used the coupon; the phone hears nothing of it, twice.
            await (keys.Count <= 2 ? route.AbortAsync() : route.FulfillAsync(new RouteFulfillOptions { Response = answer }));
        });

        await CheckAsync(page, code, "20000");
        await page.Locator("#use").ClickAsync();
        await Expect(page.Locator("#heading")).ToHaveTextAsync("Connection lost");
        await Accessibility.AssertAsync(page);

        // Closed in the middle and opened again: the page goes on by itself.
        await page.ReloadAsync();
        await Expect(page.Locator("#heading")).ToHaveTextAsync("Used", new() { Timeout = 30_000 });
        await Expect(page.Locator("#discount")).ToContainTextAsync("2,000");
        Assert.Single(keys.Distinct(StringComparer.Ordinal));
        Assert.True(keys.Count >= 3, string.Join(' ', keys));
    }

    [Fact]
    public async Task Page_WhenSomebodyElseAsks_IsClosedAndACashierSeesNothingElse()
    {
        MemberSite site = await MemberSite.SharedAsync();
        await using IBrowserContext phone = await site.OpenAsync(new MemberView(Screen.Phone, "en-US", ColorScheme.Light));
        IPage page = await SignInAsync(phone);
        await page.GotoAsync("/admin");
        await Expect(page).ToHaveURLAsync(new Regex("/no-access"));
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Till" }).ClickAsync();
        await Expect(page.Locator("#code")).ToBeVisibleAsync();

        await using IBrowserContext member = await site.OpenAsync(new MemberView(Screen.Phone, "en-US", ColorScheme.Light));
        IPage others = await member.NewPageAsync();
        await others.GotoAsync("/redeem");
        await new SignInPage(others).SignInAsync("member1@example.com");
        await Expect(others).ToHaveURLAsync(new Regex("/no-access"));
    }

    [Fact]
    public async Task Page_WhenItComesBackAfterTheCashierSignedOut_ShowsNoCoupon()
    {
        (MemberSite site, string code) = await IssueAsync();
        await using IBrowserContext phone = await site.OpenAsync(new MemberView(Screen.Phone, "en-US", ColorScheme.Light));
        IPage page = await SignInAsync(phone);
        await CheckAsync(page, code, "20000");
        await page.Locator("#use").ClickAsync();
        await Expect(page.Locator("#benefit")).ToHaveTextAsync(code);

        await page.EvaluateAsync("() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        Assert.DoesNotContain(code, await page.EvaluateAsync<string>("() => document.body.innerText + [...document.querySelectorAll('input')].map(field => field.value)"), StringComparison.Ordinal);
        await phone.ClearCookiesAsync();
        await page.EvaluateAsync("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");

        await page.ArrivesAtAsync("**/sign-in?*");
    }

    private static async Task<(MemberSite Site, string Code)> IssueAsync()
    {
        MemberSite site = await MemberSite.SharedAsync();
        return (site, await site.CodeOfAsync(await SoldAsync(site), "buyer"));
    }

    private static async Task<string> SoldAsync(MemberSite site)
    {
        string slug = await site.PublishAsync(new TestOffer { Quantity = 5 });
        using HttpResponseMessage claimed = await site.ClaimAsync(slug, "buyer");
        claimed.EnsureSuccessStatusCode();
        return slug;
    }

    private static async Task<IPage> SignInAsync(IBrowserContext phone)
    {
        IPage page = await phone.NewPageAsync();
        await page.GotoAsync("/redeem");
        await new SignInPage(page).SignInAsync(Email);
        await Expect(page.Locator("#code")).ToBeVisibleAsync();
        return page;
    }

    private static async Task CheckAsync(IPage page, string code, string amount)
    {
        await page.Locator("#code").FillAsync(code);
        await page.Locator("#amount").FillAsync(amount);
        await page.Locator("#check").ClickAsync();
    }
}
