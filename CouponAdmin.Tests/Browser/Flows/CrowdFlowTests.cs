using System.Globalization;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Demo;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>A newcomer's first ten minutes: the console, a crowd, a coupon among it, somebody who got none, and the report.</summary>
[Collection(ConsoleTests.Name)]
public sealed class CrowdFlowTests
{
    private const int Quantity = 1_000;
    private const string ScreenshotsSetting = "COUPONADMIN_SCREENSHOTS";
    private static readonly LocatorAssertionsToHaveTextOptions UntilGone = new() { Timeout = 90_000 };

    [Fact]
    public async Task Newcomer_WhenTheButtonIsPressed_SeesARushGetsACouponAndReadsWhyOthersDidNot()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string slug = await site.PublishAsync(new TestOffer { Quantity = Quantity });
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Desktop, "en-US", ColorScheme.Light));
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync($"/sign-in?returnUrl=/admin/campaigns/{slug}");
        await page.GetByRole(AriaRole.Button, new() { Name = "operator@example.com" }).ClickAsync();
        await CampaignConsole.IsAnsweringAsync(page);
        ILocator panel = page.Locator(".crowd");

        // Announced, and stopped before anybody came.
        await Press(panel, "Send 2,000 people").ClickAsync();
        await Expect(panel.GetByRole(AriaRole.Status)).ToHaveTextAsync(new Regex("^They come in [1-5] s$"));
        await Press(panel, "Stop the crowd").ClickAsync();
        await Expect(panel.GetByRole(AriaRole.Status)).ToHaveTextAsync(new Regex("^Stopped"));
        Assert.Equal(0, await CountAsync(panel, "Sent"));

        // The member's window stands beside the operator's, in the same browser.
        IPage claim = await page.RunAndWaitForPopupAsync(() => panel.GetByText("Open the claim page as member 1").ClickAsync());
        await claim.GetByRole(AriaRole.Button, new() { Name = "member1@example.com" }).ClickAsync();
        await claim.ArrivesAtAsync($"**/c/{slug}");
        await Press(panel, "Send 2,000 people").ClickAsync();
        await claim.Locator("#press").ClickAsync();
        await Expect(claim.GetByText(new Regex("^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$")).First).ToBeVisibleAsync();

        await Expect(panel.GetByRole(AriaRole.Status)).ToHaveTextAsync(new Regex("^All have come and gone"), UntilGone);
        await AssertCountsAsync(panel);
        Assert.Equal(Quantity, await site.AdmittedAsync(slug));
        await ShootAsync(page, "crowd");

        // From the panel on: why somebody got none, and the report.
        ILocator why = panel.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^why crowd-") });
        string refused = (await why.InnerTextAsync()).Split(' ')[1];
        await new CampaignConsole(page).FindAsync(refused, "Refused: sold out");
        await page.GotoAsync($"/admin/campaigns/{slug}");
        await CampaignConsole.IsAnsweringAsync(page);
        await panel.GetByText("the report of this sale").ClickAsync();
        await Expect(page.GetByText(string.Create(CultureInfo.InvariantCulture, $"Admitted by tally {Quantity:N0} = recorded {Quantity:N0}"))).ToBeVisibleAsync();
        await ShootAsync(page, "crowd-report");

        await LooksCloserAsync(page);
    }

    /// <summary>Every request is counted once, and the crowd was one.</summary>
    private static async Task AssertCountsAsync(ILocator panel)
    {
        int sent = await CountAsync(panel, "Sent"), admitted = await CountAsync(panel, "Admitted"), soldOut = await CountAsync(panel, "Sold out");
        int repeated = await CountAsync(panel, "Repeated"), lost = await CountAsync(panel, "Lost connections");
        Assert.Equal(sent, admitted + soldOut + repeated + lost);
        Assert.InRange(sent, Crowd.People + 1, Crowd.People * 5 / 4);
        Assert.InRange(admitted, Quantity / 2, Quantity - 1);
        Assert.True(repeated > 0 && lost > 0, $"{repeated} repeated, {lost} lost");
    }

    /// <summary>Closer by the mouse, back by the keyboard; the table follows.</summary>
    private static async Task LooksCloserAsync(IPage page)
    {
        ILocator rush = page.Locator(".panel").Filter(new() { Has = page.Locator(".bucket-figure") });
        await ShootAsync(rush, "crowd-rush");
        if (Environment.GetEnvironmentVariable(ScreenshotsSetting) is { Length: > 0 } folder)
        {
            await FilmStrip.ShootAsync(rush, Path.Combine(folder, "crowd-film.png"));
        }

        string whole = await rush.Locator(".bucket-axis").InnerTextAsync();
        await rush.Locator(".bucket-zoom i").First.ClickAsync();
        await Expect(rush.Locator(".bucket-axis")).Not.ToHaveTextAsync(whole, new() { UseInnerText = true });
        await rush.GetByText("As a table").ClickAsync();
        await Expect(rush.Locator("tbody th").First).ToHaveTextAsync(await rush.Locator(".bucket-axis span").First.InnerTextAsync());
        await rush.GetByRole(AriaRole.Button, new() { Name = "Where the claims are" }).PressAsync("Enter");
        await Expect(rush.Locator(".bucket-axis")).ToHaveTextAsync(whole, new() { UseInnerText = true });
        await Expect(rush.Locator("tbody th").First).ToHaveTextAsync(await rush.Locator(".bucket-axis span").First.InnerTextAsync());
        await Accessibility.AssertAsync(page);
    }

    private static async Task ShootAsync(ILocator part, string name)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotsSetting) is { Length: > 0 } folder)
        {
            await part.ScreenshotAsync(new LocatorScreenshotOptions { Path = Path.Combine(folder, $"{name}.png") });
        }
    }

    private static ILocator Press(ILocator panel, string name) => panel.GetByRole(AriaRole.Button, new() { Name = name });

    private static async Task<int> CountAsync(ILocator panel, string word) => int.Parse(
        await panel.Locator(".crowd-counts > div").Filter(new() { Has = panel.Page.Locator("dt").GetByText(word, new() { Exact = true }) }).Locator("dd").InnerTextAsync(),
        NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotsSetting) is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }
}
