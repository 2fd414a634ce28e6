using System.Text.RegularExpressions;
using CouponAdmin.Core.Seeding;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>Each page of the console, with a sale in it: usable by everyone, as wide as the screen, without an error.</summary>
/// <remarks>
/// The suite looks at each in Korean, light, on a phone and in English, dark, on a desktop; with <c>COUPONADMIN_EVERY_VIEW=1</c> both
/// languages in both themes. Pictures are taken by <see cref="GuideWalkTests"/>.
/// </remarks>
[Collection(ConsoleTests.Name)]
public sealed class EveryPageTests
{
    private const string EveryViewSetting = "COUPONADMIN_EVERY_VIEW";

    /// <summary>In each address, {0} is the sale.</summary>
    private static readonly string[] Pages =
    [
        "/admin",
        "/admin/campaigns",
        "/admin/campaigns/new?from=" + DemoSeed.OpenSlug,
        "/admin/campaigns/" + DemoSeed.ComingSlug,
        $"/admin/campaigns/{DemoSeed.ComingSlug}/rehearsal",
        "/admin/campaigns/{0}?range=1",
        "/admin/campaigns/{0}?tab=history",
        "/admin/campaigns/{0}?tab=report&with=" + DemoSeed.SoldOutSlug,
        "/admin/campaigns/{0}?tab=books",
        "/admin/campaigns/{0}?tab=settings",
        "/admin/campaigns/{0}?tab=audit",
        "/admin/campaigns/{0}/report?align=first&with=" + DemoSeed.SoldOutSlug,
        "/admin/claims?q=late",
        "/admin/audit",
        "/admin/system",
        "/admin/users",
        "/admin/users/api-clients",
        "/admin/users/webhooks",
    ];

    private static readonly MemberView DesktopEnglishDark = new(Screen.Desktop, "en-GB", ColorScheme.Dark);

    [Fact]
    public async Task Pages_WhenAnAdministratorLooks_HaveNoBarrierAndFitTheScreen()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string slug = await site.PublishAsync(new TestOffer { Quantity = 6 });
        foreach (string member in TestMembers.Take(6).Append("late"))
        {
            (await site.ClaimAsync(slug, member)).Dispose();
        }

        bool inEvery = Environment.GetEnvironmentVariable(EveryViewSetting) == "1";
        foreach (MemberView view in inEvery ? [.. MemberView.All, DesktopEnglishDark] : new[] { MemberView.PhoneKorean, DesktopEnglishDark })
        {
            await using IBrowserContext desk = await site.OpenAsync(view);
            IPage page = await desk.NewPageAsync();
            List<string> errors = [];
            page.PageError += (_, error) => errors.Add($"{page.Url}: {error}");
            await page.GotoAsync("/sign-in?returnUrl=/admin");
            await new SignInPage(page).SignInAsync("admin@example.com");
            await page.ArrivesAtAsync("**/admin");
            foreach (string address in Pages)
            {
                await page.GotoAsync(string.Format(view.Culture, address, slug));
                await AssertUsableAsync(page);
            }

            Assert.Empty(errors);
        }
    }

    /// <summary>Everything that the page shows is there, and its circuit answers.</summary>
    private static async Task AssertUsableAsync(IPage page)
    {
        // What is drawn on the server goes for a moment when the circuit draws the page anew.
        await CampaignConsole.IsAnsweringAsync(page);
        await Expect(page).ToHaveTitleAsync(new Regex("CouponAdmin"));
        await Expect(page.Locator("main h1").First).ToBeVisibleAsync();
        await Expect(page.Locator("main .mud-skeleton")).ToHaveCountAsync(0);
        await Expect(page.Locator(".health-good")).ToHaveCountAsync(1);
        await Accessibility.AssertAsync(page);
        int over = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        Assert.True(over <= 0, $"{page.Url} runs {over} px over the page's side");
    }
}
