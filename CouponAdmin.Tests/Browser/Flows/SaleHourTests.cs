using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>An operator's hour in one go, at one desk: set up, watch the rush, top up, answer who got nothing, take one back, take the file home, read the report, hand over the draining of another sale; then a viewer comes.</summary>
[Collection(ConsoleTests.Name)]
public sealed class SaleHourTests
{
    private const int Quantity = 30;
    private const int Crowd = 45;
    private const int Arrived = 5;

    [Fact]
    public async Task Operator_WhenASaleIsRun_GetsThroughItFromSetUpToReport()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string slug = $"hour-{Guid.NewGuid():N}"[..20];
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Desktop, "en-US", ColorScheme.Light));
        IPage page = await desk.NewPageAsync();
        CampaignConsole console = new(page);
        await page.GotoAsync("/admin");
        await new SignInPage(page).SignInAsync("operator@example.com");
        await Expect(page).ToHaveURLAsync(new Regex("/admin$"));

        // Set up, with the list of what must be fine before it opens.
        await console.CreateDraftAsync("Hour 선착순", slug, Quantity);
        await Expect(page.Locator(".grades li")).ToHaveCountAsync(5);
        await Expect(page.Locator(".grades .grade-failure")).ToHaveCountAsync(0);
        await console.ConfirmAsync("Publish");
        await console.WarmAsync();
        await Expect(console.Figure("Left")).ToHaveTextAsync(Quantity.ToString(CultureInfo.InvariantCulture));

        // The rush, while the page is watched: it says by itself what came of it.
        string[] refused = await RushAsync(site, slug);
        await Expect(console.Figure("Issued")).ToHaveTextAsync($"{Quantity}");
        await Expect(console.Figure("Left")).ToHaveTextAsync("0");
        await Expect(LastOf(page, "Admitted")).ToContainTextAsync(new Regex("[1-9]"));
        await Expect(LastOf(page, "Sold out")).ToContainTextAsync(new Regex("[1-9]"));

        // More arrived; two who had been refused ask again.
        await console.ActAsync("Change quantity", "more arrived", async dialog =>
        {
            await Expect(dialog).ToContainTextAsync($"0 waiting, 0 of {Quantity} left");
            await dialog.GetByLabel("New quantity").FillAsync($"{Quantity + Arrived}");
        });
        await Expect(console.Figure("Left")).ToHaveTextAsync($"{Arrived}");
        foreach (string member in refused[..2])
        {
            Assert.Equal(HttpStatusCode.Accepted, await AskAsync(site, slug, member));
        }

        await Expect(console.Figure("Issued")).ToHaveTextAsync($"{Quantity + 2}");

        // Why did this person get nothing? And one coupon goes back.
        await console.FindAsync(refused[^1], "Refused: sold out");
        await Expect(console.Main).ToContainTextAsync(new Regex("The last coupon went [0-9.]+ s before"));
        await console.FindAsync(refused[0], "Coupon");
        await console.ActAsync("Revoke coupon", "claimed with a script");
        await Expect(page.Locator(".step").Last).ToContainTextAsync("Reason: claimed with a script");

        // The file holds exactly what the filter shows.
        await page.GotoAsync($"/admin/campaigns/{slug}?tab=history&status=revoked");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        string file = await console.DownloadCsvAsync();
        Assert.Equal(2, file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"{refused[0]},", file, StringComparison.Ordinal);

        await ReadReportAsync(page, slug);
        await HandOverAsync(site, page);
        await AssertViewerOnlyLooksAsync(site, slug);
    }

    private static async Task ReadReportAsync(IPage page, string slug)
    {
        await page.GotoAsync($"/admin/campaigns/{slug}?tab=report");
        await Expect(page.Locator(".funnel li").Filter(new() { HasText = "Admitted" })).ToContainTextAsync($"{Quantity + 2}");
        await Expect(page.Locator(".check")).ToContainTextAsync($"Admitted by tally {Quantity + 2} = recorded {Quantity + 2}");
    }

    /// <summary>While claims come in somebody drains, and the operator takes that away from the instance.</summary>
    private static async Task HandOverAsync(MemberSite site, IPage page)
    {
        string slug = await site.PublishAsync(new TestOffer { Quantity = 100_000 });
        using CancellationTokenSource pressed = new();
        Task claims = Task.Run(async () =>
        {
            for (int number = 0; !pressed.IsCancellationRequested; number++)
            {
                await AskAsync(site, slug, string.Create(CultureInfo.InvariantCulture, $"{slug}-m{number}"));
            }
        });
        await page.GotoAsync($"/admin/campaigns/{slug}");
        await CampaignConsole.IsAnsweringAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Hand over the draining of {slug}" }).ClickAsync();
        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync($"Taken from {Environment.MachineName}:{site.App.ProcessId}");
        await pressed.CancelAsync();
        await claims;
    }

    private static async Task<string[]> RushAsync(MemberSite site, string slug)
    {
        string[] crowd = [.. Enumerable.Range(0, Crowd).Select(i => string.Create(CultureInfo.InvariantCulture, $"{slug}-m{i}"))];
        HttpStatusCode[] answers = await Task.WhenAll(crowd.Select(member => AskAsync(site, slug, member)));
        Assert.Equal(Quantity, answers.Count(answer => answer == HttpStatusCode.Accepted));
        return [.. crowd.Where((_, i) => answers[i] != HttpStatusCode.Accepted)];
    }

    private static async Task<HttpStatusCode> AskAsync(MemberSite site, string slug, string member)
    {
        using HttpResponseMessage answer = await site.ClaimAsync(slug, member);
        return answer.StatusCode;
    }

    // Beside the end of each line of the chart stands what it came to.
    private static ILocator LastOf(IPage page, string line) => page.Locator(".line-labels li").Filter(new() { HasText = line }).First;

    private static async Task AssertViewerOnlyLooksAsync(MemberSite site, string slug)
    {
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Desktop, "en-US", ColorScheme.Light));
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync($"/admin/campaigns/{slug}");
        await new SignInPage(page).SignInAsync("viewer@example.com");
        await Expect(new CampaignConsole(page).Figure("Issued")).ToHaveTextAsync($"{Quantity + 2}");
        await Expect(page.Locator("main .acts")).ToHaveCountAsync(0);
        await page.GotoAsync($"/admin/campaigns/{slug}/edit");
        await Expect(page).ToHaveURLAsync(new Regex("no-access"));
    }
}
