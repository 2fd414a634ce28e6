using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>What an operator does while a sale is watched, and when its books are compared.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ConsolePagesTests
{
    /// <summary>Two or more: on a busy machine the page may say three without having said two.</summary>
    private static readonly Regex HeldForSeconds = new(@"\b(?:[2-9]|[1-9]\d+)(?:\.\d)? (?:s|min)\b");

    [Fact]
    public async Task LiveTab_WhenTheRefreshIsPaused_HoldsItsNumbersAndKeepsTheRangeInTheAddress()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string slug = await site.PublishAsync();
        await using IBrowserContext context = await site.OpenAsync(MemberView.DesktopEnglish);
        IPage page = await context.NewPageAsync();
        await SignInAsync(page);
        await page.GotoAsync($"/admin/campaigns/{slug}");
        ILocator issued = page.Locator(".legend-issued b");
        await Expect(issued).ToHaveTextAsync("0");

        await page.GetByRole(AriaRole.Link, new() { Name = "60 minutes" }).ClickAsync();
        await page.ArrivesAtAsync("**?range=60");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause the refresh" }).ClickAsync();
        await Expect(page.Locator(".held")).ToContainTextAsync("held still");
        (await site.ClaimAsync(slug, "while-paused")).Dispose();
        await Eventually.HoldsAsync(() => site.IssuedAsync(slug), count => count == 1);
        await Expect(page.Locator(".held")).ToContainTextAsync(HeldForSeconds);
        await Expect(issued).ToHaveTextAsync("0");

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause the refresh" }).ClickAsync();
        await Expect(issued).ToHaveTextAsync("1");
        await page.Locator(".line-figures .line-table summary").First.ClickAsync();
        await Expect(page.Locator(".line-figures .line-table").First.Locator("tbody tr")).ToHaveCountAsync(60);
    }

    [Fact]
    public async Task BooksTab_WhenASaleIsCompared_SaysThatEverythingAgrees()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
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

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/sign-in?returnUrl=/admin");
        await MemberSite.SignInOperatorAsync(page);
        await page.ArrivesAtAsync("**/admin");
    }

    private static async Task AssertUsableAsync(IPage page)
    {
        await Accessibility.AssertAsync(page);
        int over = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        Assert.True(over <= 0, $"{page.Url} runs {over} px over the page's side");
    }
}
