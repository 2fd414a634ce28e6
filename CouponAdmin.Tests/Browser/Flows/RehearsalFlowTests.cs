using System.Text.RegularExpressions;
using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>An operator rehearses a draft: what is asked, what goes wrong, how far it is, the forecast, and after the sale the comparison with what happened.</summary>
[Collection(MemberTests.Name)]
public sealed class RehearsalFlowTests
{
    private const string ScreenshotsSetting = "COUPONADMIN_SCREENSHOTS";
    private static readonly LocatorAssertionsToBeVisibleOptions UntilOver = new() { Timeout = 120_000 };

    [Fact]
    public async Task Operator_WhenADraftIsRehearsed_ReadsAForecastAndLaterWhatBecameOfIt()
    {
        // Of its own: a rehearsal is refused while any sale is open, and every page comes from one address.
        await using AttackedProduct product = await AttackedProduct.StartAsync(null, ("Limits:RequestsPerAddressPerSecond", "0"));
        string slug = SaleClient.FreshSlug("walk");
        (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), SaleClient.Draft(slug, 20, opens: TimeSpan.FromHours(3), closes: TimeSpan.FromHours(5)))).Is(201);
        string email = await People.MakeAsync(product, Roles.Operator);
        await using IBrowserContext desk = await OpenAsync(product, new MemberView(Screen.Desktop, "en-GB", ColorScheme.Dark));
        IPage page = await SignInAsync(desk, email, slug);

        await page.GetByRole(AriaRole.Link, new() { Name = "Rehearse the sale" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Not rehearsed yet" })).ToBeVisibleAsync();
        await CampaignConsole.IsAnsweringAsync(page);
        await FillAsync(page, "People to send", "5");
        await StartAsync(page);
        await Expect(page.GetByText("This must be from 200 to 20,000.")).ToBeVisibleAsync();
        await AssertUsableAsync(page, "rehearsal-error");

        // Slowly, and stopped on the way.
        await FillAsync(page, "People to send", "400");
        await FillAsync(page, "Expected crowd", "100");
        await FillAsync(page, "From the first to the last of them (seconds)", "30");
        await StartAsync(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("is under way$") })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "They come as the real crowd" })).ToBeVisibleAsync(UntilOver);
        await AssertUsableAsync(page, "rehearsal-progress");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop the rehearsal" }).ClickAsync();
        await Expect(page.GetByText("An operator stopped it, so there is no forecast.")).ToBeVisibleAsync(UntilOver);

        await FillAsync(page, "People to send", "400");
        await FillAsync(page, "Expected crowd", "100");
        await FillAsync(page, "From the first to the last of them (seconds)", "1");
        await StartAsync(page);
        await Expect(page.GetByText("Sold out after the opening")).ToBeVisibleAsync(UntilOver);
        await AssertUsableAsync(page, "rehearsal-forecast");
        await AssertOnAPhoneAsync(product, email, slug);

        await SellAsync(product, slug);
        await page.GotoAsync($"/admin/campaigns/{slug}?tab=report");
        ILocator check = page.Locator(".panel").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Forecast and what happened" }) });
        await Expect(check.Locator("tbody tr")).ToHaveCountAsync(3);
        await Expect(check.Locator("tbody tr").First).ToContainTextAsync(new Regex("within the range|than forecast"));
        await AssertUsableAsync(page, "rehearsal-report");
    }

    private static async Task<IBrowserContext> OpenAsync(AttackedProduct product, MemberView view) =>
        await (await ChromiumBrowser.SharedAsync()).OpenAsync(view.Screen, view.Locale, view.Colors, product.Address);

    private static async Task<IPage> SignInAsync(IBrowserContext desk, string email, string slug)
    {
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync($"/sign-in?returnUrl=/admin/campaigns/{slug}");
        await new SignInPage(page).SignInAsync(email, People.Password);
        await page.ArrivesAtAsync($"**/admin/campaigns/{slug}");
        await CampaignConsole.IsAnsweringAsync(page);
        return page;
    }

    private static async Task AssertOnAPhoneAsync(AttackedProduct product, string email, string slug)
    {
        await using IBrowserContext pocket = await OpenAsync(product, MemberView.PhoneKorean);
        IPage page = await SignInAsync(pocket, email, slug);
        await page.GotoAsync($"/admin/campaigns/{slug}/rehearsal");
        await CampaignConsole.IsAnsweringAsync(page);
        await Expect(page.GetByText("시작부터 소진까지")).ToBeVisibleAsync();
        await AssertUsableAsync(page, "rehearsal-phone");
    }

    /// <summary>The real sale: moved to now, published, and sold out.</summary>
    private static async Task SellAsync(AttackedProduct product, string slug)
    {
        string operate = product.Tokens.Operator();
        (await product.Sale.PutAsync($"{SaleClient.Admin}/{slug}", operate, SaleClient.Draft(slug, 20))).Is(200);
        (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/publish", operate)).Is(200);
        foreach (string member in TestMembers.Take(20))
        {
            (await product.Sale.ClaimAsync(slug, product.Tokens.Member(member))).Is(202);
        }

        await Eventually.HoldsAsync(() => product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/stats", operate), stats => stats.Number("issued") == 20);
    }

    private static async Task FillAsync(IPage page, string label, string value)
    {
        ILocator field = page.GetByLabel(label, new() { Exact = true });
        await field.FillAsync(value);
        await field.BlurAsync();
    }

    private static Task StartAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Start the rehearsal" }).ClickAsync();

    private static async Task AssertUsableAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotsSetting) is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }

        await Accessibility.AssertAsync(page);
        int over = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        Assert.True(over <= 0, $"{name} runs {over} px over the page's side");
    }
}
