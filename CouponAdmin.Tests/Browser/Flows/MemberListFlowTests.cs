using System.Text;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>An operator limits a sale to a list: chooses a file, confirms, reads the report; the claim page then says for whom the offer is.</summary>
[Collection(ConsoleTests.Name)]
public sealed class MemberListFlowTests
{
    private static readonly MemberView[] s_views = [MemberView.PhoneKorean, MemberView.DesktopEnglish with { Colors = ColorScheme.Dark }];

    public static TheoryData<string> Views => [.. s_views.Select(view => view.ToString())];

    [Theory, MemberData(nameof(Views))]
    public async Task List_WhenAFileIsChosenAndConfirmed_IsInForceAndReported(string name)
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string slug = await site.PublishAsync(new TestOffer { Quantity = 100 });
        await using IBrowserContext context = await site.OpenAsync(s_views.Single(v => v.ToString() == name));
        IPage page = await context.NewPageAsync();
        string path = $"/admin/campaigns/{slug}?tab=settings";
        await page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
        await MemberSite.SignInOperatorAsync(page);
        await page.ArrivesAtAsync($"**{path}");
        await CampaignConsole.IsAnsweringAsync(page);
        ILocator panel = page.Locator("section[aria-labelledby=eligible-title]");
        await Expect(panel).ToContainTextAsync(new Regex("Everyone|누구나"));

        await panel.Locator("input[maxlength]").FillAsync("Gold members only.");
        await panel.Locator("form button[type=submit]").ClickAsync();
        await Expect(panel.Locator("p.under").First).ToContainTextAsync("Gold members only.");
        await ImportAsync(panel, "a\nb\na\n\n");
        await Expect(panel.Locator(".eligible-report")).ToContainTextAsync(new Regex("^\\s*2"));
        await panel.Locator("summary").ClickAsync();
        await Expect(panel.Locator(".eligible-report li")).ToHaveCountAsync(2);
        await Accessibility.AssertAsync(page);
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0, "The page runs over its side");

        // Another file replaces it only after the operator has seen what it replaces.
        await ImportAsync(panel, string.Join('\n', TestMembers.Take(30_000)));
        await Expect(panel.Locator(".eligible-now")).ToContainTextAsync("30,000");

        await page.GotoAsync($"/c/{slug}");
        await Expect(page.Locator(".offer")).ToContainTextAsync("Gold members only.");
        await page.Locator("#press").ClickAsync();
        await Expect(page.Locator("#claim")).ToHaveAttributeAsync("data-moment", "not-eligible");
        await Expect(page.Locator("#detail")).ToContainTextAsync("Gold members only.");
        await Accessibility.AssertAsync(page);
    }

    private static async Task ImportAsync(ILocator panel, string file)
    {
        await panel.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "members.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(file) });
        await Expect(panel.Locator(".mud-alert")).ToContainTextAsync("members.txt");
        await panel.Locator(".mud-button-filled").ClickAsync();
        await Expect(panel.Locator(".mud-alert")).ToHaveCountAsync(0);
    }
}
