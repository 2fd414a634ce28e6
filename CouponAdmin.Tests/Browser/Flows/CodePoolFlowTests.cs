using System.Text;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>An operator gives a draft codes of a partner: chooses a file, reads the report, learns how many are missing, and adds the rest.</summary>
[Collection(MemberTests.Name)]
public sealed class CodePoolFlowTests
{
    private static readonly MemberView[] s_views = [MemberView.PhoneKorean, MemberView.DesktopEnglish with { Colors = ColorScheme.Dark }];

    public static TheoryData<string> Views => [.. s_views.Select(view => view.ToString())];

    [Theory, MemberData(nameof(Views))]
    public async Task Codes_WhenFilesAreChosen_AreCountedAndCoverTheQuantity(string name)
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await site.DraftAsync(new TestOffer { Quantity = 30 });
        await using IBrowserContext context = await site.OpenAsync(s_views.Single(v => v.ToString() == name));
        IPage page = await context.NewPageAsync();
        string path = $"/admin/campaigns/{slug}?tab=settings";
        await page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
        await MemberSite.SignInOperatorAsync(page);
        await page.ArrivesAtAsync($"**{path}");
        await CampaignConsole.IsAnsweringAsync(page);
        ILocator panel = page.Locator("section[aria-labelledby=codes-title]");
        await Expect(panel).ToContainTextAsync(new Regex("Generated codes|자동으로 만든 코드"));

        await ImportAsync(panel, string.Join('\n', [.. Enumerable.Range(1, 20).Select(i => $"{slug}.{i:D4}"), $"{slug}.0001", "", "a/b"]));
        await Expect(panel.Locator(".eligible-now")).ToContainTextAsync("20");
        await Expect(panel.Locator(".codes-warning")).ToContainTextAsync("10");
        await panel.Locator("summary").ClickAsync();
        await Expect(panel.Locator(".eligible-report li")).ToHaveCountAsync(3);
        await Accessibility.AssertAsync(page);
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0, "The page runs over its side");
        if (Environment.GetEnvironmentVariable("COUPONADMIN_SHOTS") is { Length: > 0 } shots)
        {
            await panel.ScreenshotAsync(new LocatorScreenshotOptions { Path = Path.Combine(shots, $"codes-{name}.png") });
        }

        await ImportAsync(panel, string.Join('\n', Enumerable.Range(21, 10).Select(i => $"{slug}.{i:D4}")));
        await Expect(panel.Locator(".codes-warning")).ToHaveCountAsync(0);
        await Expect(panel.Locator(".eligible-now")).ToContainTextAsync("30");

        // A file of codes that are all in the pool changes nothing, and says why.
        await ImportAsync(panel, $"{slug}.0001");
        await Expect(panel.Locator(".mud-alert-outlined-error, .mud-alert-text-error, [role=alert]")).ToBeVisibleAsync();
        await Expect(panel.Locator(".eligible-report")).ToContainTextAsync("1");
    }

    private static async Task ImportAsync(ILocator panel, string file)
    {
        await panel.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "codes.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(file) });
        await Expect(panel.Locator(".codes-question")).ToContainTextAsync("codes.txt");
        await panel.Locator(".mud-button-filled").ClickAsync();
        await Expect(panel.Locator(".codes-question")).ToHaveCountAsync(0);
    }
}
