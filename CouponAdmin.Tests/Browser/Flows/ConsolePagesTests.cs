using CouponAdmin.Core.Seeding;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>The pages on which a sale is watched and looked back on, in both languages, themes and sizes: they can be used by everyone, and nothing runs over.</summary>
[Collection(MemberTests.Name)]
public sealed class ConsolePagesTests
{
    private static readonly string[] Everywhere = ["/admin/campaigns/{0}?range=1", "/admin/campaigns/{0}?tab=report&with=" + DemoSeed.SoldOutSlug];

    // Both languages, themes and sizes; not each with each.
    private static readonly MemberView[] Views = [MemberView.PhoneKorean, MemberView.PhoneEnglish, MemberView.DesktopKorean];

    private static readonly string[] OnDesktop = ["/admin", "/admin/campaigns/" + DemoSeed.ComingSlug];

    [Fact]
    public async Task Console_WhenASaleIsWatchedAndLookedBackOn_IsAccessibleInEveryLanguageThemeAndSize()
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await site.PublishAsync();
        foreach (string member in TestMembers.Take(6))
        {
            (await site.ClaimAsync(slug, member)).Dispose();
        }

        IReadOnlyList<Cookie>? signedIn = null;
        foreach (MemberView view in Views)
        {
            await using IBrowserContext context = await site.OpenAsync(view);
            IPage page = await context.NewPageAsync();
            List<string> errors = [];
            page.PageError += (_, error) => errors.Add(error);
            signedIn ??= await SignInAsync(page);
            await context.AddCookiesAsync(signedIn.Select(c => new Cookie
            {
                Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = c.HttpOnly, SameSite = c.SameSite,
            }));
            foreach (string path in view.Screen == Screen.Desktop ? Everywhere.Concat(OnDesktop) : Everywhere)
            {
                await page.GotoAsync(string.Format(view.Culture, path, slug));
                await SettledAsync(page, path);
                await AssertUsableAsync(page);
            }

            Assert.Empty(errors);
        }
    }

    [Fact]
    public async Task LiveTab_WhenTheRefreshIsPaused_HoldsItsNumbersAndKeepsTheRangeInTheAddress()
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await site.PublishAsync();
        await using IBrowserContext context = await site.OpenAsync(MemberView.DesktopEnglish);
        IPage page = await context.NewPageAsync();
        await SignInAsync(page);
        await page.GotoAsync($"/admin/campaigns/{slug}");
        ILocator issued = page.Locator(".legend-issued b");
        await Expect(issued).ToHaveTextAsync("0");

        await page.GetByRole(AriaRole.Link, new() { Name = "60 minutes" }).ClickAsync();
        await page.WaitForURLAsync("**?range=60");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause the refresh" }).ClickAsync();
        await Expect(page.Locator(".held")).ToContainTextAsync("held still");
        (await site.ClaimAsync(slug, "while-paused")).Dispose();
        await Eventually.HoldsAsync(() => site.IssuedAsync(slug), count => count == 1);
        await Expect(page.Locator(".held")).ToContainTextAsync(" 2.");
        await Expect(issued).ToHaveTextAsync("0");

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause the refresh" }).ClickAsync();
        await Expect(issued).ToHaveTextAsync("1");
        await page.Locator(".line-table summary").First.ClickAsync();
        await Expect(page.Locator(".line-table").First.Locator("tbody tr")).ToHaveCountAsync(60);
    }

    [Fact]
    public async Task BooksTab_WhenASaleIsCompared_SaysThatEverythingAgrees()
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await site.PublishAsync();
        (await site.ClaimAsync(slug, "one")).Dispose();
        await Eventually.HoldsAsync(() => site.IssuedAsync(slug), count => count == 1);
        await using IBrowserContext context = await site.OpenAsync(MemberView.PhoneKorean);
        IPage page = await context.NewPageAsync();
        await SignInAsync(page);
        await page.GotoAsync($"/admin/campaigns/{slug}?tab=books");
        await Expect(page.Locator("#quarantined-title + p")).ToContainTextAsync("버려지지 않고");

        await page.GetByRole(AriaRole.Button, new() { Name = "지금 대조" }).ClickAsync();

        await Expect(page.Locator(".books-result")).ToContainTextAsync("모두 일치합니다");
        await AssertUsableAsync(page);
    }

    private static async Task<IReadOnlyList<Cookie>> SignInAsync(IPage page)
    {
        await page.GotoAsync("/sign-in?returnUrl=/admin");
        await MemberSite.SignInOperatorAsync(page);
        await page.WaitForURLAsync("**/admin");
        return [.. (await page.Context.CookiesAsync()).Where(c => c.Name == "coupon-admin").Select(c => new Cookie
        {
            Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = c.HttpOnly, SameSite = c.SameSite,
        })];
    }

    private static Task SettledAsync(IPage page, string path) => (path switch
    {
        "/admin" => page.Locator(".strip-facts"),
        _ when path.Contains("tab=report", StringComparison.Ordinal) => page.Locator(".funnel"),
        _ when path.EndsWith(DemoSeed.ComingSlug, StringComparison.Ordinal) => page.Locator(".grades li").Nth(4),
        _ => page.Locator(".line-chart svg").Nth(1),
    }).WaitForAsync();

    private static async Task AssertUsableAsync(IPage page)
    {
        await Accessibility.AssertAsync(page);
        int over = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        Assert.True(over <= 0, $"{page.Url} runs {over} px over the page's side");
    }
}
