using System.Globalization;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>Somebody who may only read plays a past sale again, and lays another one over it: by mouse and by keys, with motion and without.</summary>
[Collection(MemberTests.Name)]
public sealed class ReplayFlowTests
{
    private const int Quantity = 12;
    private const string ScreenshotsSetting = "COUPONADMIN_SCREENSHOTS";

    [Fact]
    public async Task Report_WhenASaleIsOver_PlaysItAgainAndLaysAnotherOverIt()
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await SellOutAsync(site, Quantity), other = await SellOutAsync(site, Quantity / 2);
        string empty = await site.PublishAsync();
        await site.CloseAsync(slug);
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Desktop, "en-US", ColorScheme.Light));
        IPage page = await desk.NewPageAsync();
        List<string> errors = [];
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString($"/admin/campaigns/{slug}?tab=report")}");
        await new SignInPage(page).SignInAsync("viewer@example.com");
        await CampaignConsole.IsAnsweringAsync(page);

        await PlaysAsync(page.Locator("rush-replay"));
        await KeepsStillAsync(page);
        await LaysOverAsync(page, other, empty);
        Assert.Empty(errors);
    }

    private static async Task PlaysAsync(ILocator replay)
    {
        ILocator place = replay.GetByRole(AriaRole.Slider), press = replay.Locator(".replay-press"), word = replay.Locator(".replay-word");
        string whole = string.Create(CultureInfo.InvariantCulture, $"This is the end of the stretch: {Quantity} of {Quantity} recorded claims were admitted.");
        await Expect(word).ToHaveTextAsync(whole);
        await Expect(Figure(replay, "Admitted")).ToHaveTextAsync($"{Quantity}");

        // By keys: to the beginning, where nothing has happened, and forward until the first claim.
        await place.PressAsync("Home");
        await Expect(word).ToHaveTextAsync("Nobody has claimed yet.");
        await Expect(Figure(replay, "Admitted")).ToHaveTextAsync("0");
        await Expect(replay.Page.Locator(".bucket-marks .mark-ahead")).ToHaveCountAsync(3);
        await place.PressAsync("ArrowRight");
        await Expect(word).ToContainTextAsync("First claim");
        await Expect(place).ToHaveAttributeAsync("aria-valuetext", new Regex("^Time .*Admitted [1-9].*, Stored [0-9]+, In queue [0-9]+$"));

        // Slowly, and held still; then to the end as fast as it goes.
        ILocator speeds = replay.Locator("select");
        await speeds.SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await place.PressAsync(" ");
        await Expect(press).ToHaveTextAsync("Pause");
        await press.ClickAsync();
        await Expect(press).ToHaveTextAsync("Play");
        await ShootAsync(replay.Page, "replay");
        await speeds.SelectOptionAsync(new SelectOptionValue { Index = await speeds.Locator("option").CountAsync() - 1 });
        await press.PressAsync("Enter");
        await Expect(word).ToHaveTextAsync(whole);
        await Expect(press).ToHaveTextAsync("Play");
        await Expect(Figure(replay, "In queue")).ToHaveTextAsync("0");
        await Expect(replay.Page.Locator("#announcer")).ToHaveTextAsync(whole);

        // Another stretch is another film.
        await replay.Page.GetByRole(AriaRole.Button, new() { Name = "Closer" }).ClickAsync();
        await Expect(word).Not.ToHaveTextAsync(whole);
        await replay.Page.GetByRole(AriaRole.Button, new() { Name = "Where the claims are" }).ClickAsync();
        await Expect(word).ToHaveTextAsync(whole);
    }

    /// <summary>Whoever wants no motion gets a picture a second.</summary>
    private static async Task KeepsStillAsync(IPage page)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });
        double[] drawn = await page.EvaluateAsync<double[]>("""
            () => new Promise(done => {
              const replay = document.querySelector('rush-replay');
              const speeds = replay.querySelector('select');
              speeds.selectedIndex = speeds.options.length - 1;
              let pictures = 0;
              const begin = performance.now();
              const cover = document.querySelector('.replay-cover i');
              const watch = new MutationObserver(() => {
                pictures++;
                if (!cover.hidden) return;
                watch.disconnect();
                done([pictures, (performance.now() - begin) / 1000]);
              });
              watch.observe(cover, { attributes: true, attributeFilter: ['style', 'hidden'] });
              replay.querySelector('.replay-press').click();
            })
            """);
        Assert.True(drawn[0] <= drawn[1] + 3, string.Create(CultureInfo.InvariantCulture, $"{drawn[0]} pictures in {drawn[1]} s"));
    }

    private static async Task LaysOverAsync(IPage page, string other, string empty)
    {
        ILocator overlay = page.Locator("section").Filter(new() { Has = page.Locator("#overlay-title") });
        await overlay.GetByLabel("Lay over it").SelectOptionAsync(other);
        await Expect(page).ToHaveURLAsync(new Regex($"with={other}"));
        await Expect(overlay.Locator(".line-title")).ToHaveTextAsync(new Regex("^Two sales, each from its opening, in steps of"));
        await Expect(overlay.Locator(".pair-labels li")).ToHaveTextAsync([new Regex("\\(sale-.*peak [1-9]"), new Regex($"\\({other}\\) peak [1-9]")]);
        await Expect(Row(overlay, "Recorded claims")).ToHaveTextAsync([$"{Quantity}", $"{Quantity / 2}"]);

        // By the keyboard: another beginning, the length of the shorter one, and the table that follows.
        await overlay.GetByRole(AriaRole.Link, new() { Name = "From the first claim" }).PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("align=first"));
        await Expect(overlay.Locator(".line-title")).ToHaveTextAsync(new Regex("^Two sales, each from its first claim"));
        await overlay.GetByRole(AriaRole.Link, new() { Name = "As long as the shorter" }).PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("reach=short"));
        await overlay.GetByText("As a table").PressAsync("Enter");
        await Expect(overlay.Locator(".line-table th[scope=col]")).ToHaveCountAsync(5);
        await Expect(overlay.Locator(".line-table th[scope=row]").First).ToHaveTextAsync("+0:00.00");
        await ShootAsync(page, "overlay");
        await Accessibility.AssertAsync(page);

        // On paper it is the same, with nothing to press.
        IPage paper = await page.Context.RunAndWaitForPageAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Printable page" }).ClickAsync());
        await Expect(paper.Locator(".pair-figure .line-title")).ToHaveTextAsync(new Regex("^Two sales, each from its first claim"));
        await Expect(paper.Locator("main rush-replay, main .pair-ways, main select")).ToHaveCountAsync(0);
        await paper.CloseAsync();

        await overlay.GetByLabel("Lay over it").SelectOptionAsync(empty);
        await Expect(overlay).ToContainTextAsync("no claim is recorded");
        await overlay.GetByLabel("Lay over it").SelectOptionAsync("");
        await Expect(overlay.Locator("figure")).ToHaveCountAsync(0);
    }

    private static ILocator Figure(ILocator replay, string name) =>
        replay.Locator(".figure").Filter(new() { Has = replay.Page.Locator("dt").GetByText(name, new() { Exact = true }) }).Locator("dd");

    private static ILocator Row(ILocator overlay, string name) =>
        overlay.Locator(".pair-rows tr").Filter(new() { HasText = name }).Locator("td");

    private static async Task<string> SellOutAsync(MemberSite site, int quantity)
    {
        string slug = await site.PublishAsync(new TestOffer { Quantity = quantity });
        foreach (string member in TestMembers.Take(quantity))
        {
            (await site.ClaimAsync(slug, member)).Dispose();
        }

        await Eventually.HoldsAsync(() => site.IssuedAsync(slug), issued => issued == quantity);
        return slug;
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotsSetting) is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }
}
