using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>Two people, or two tabs, change one campaign: the second sees both values side by side and chooses.</summary>
[Collection(ConsoleTests.Name)]
public sealed class TwoAtOnceTests
{
    // A narrow light screen in Korean and a wide dark one in English: each language, screen and colour scheme once.
    private static readonly MemberView[] s_views = [MemberView.PhoneKorean, MemberView.DesktopEnglish with { Colors = ColorScheme.Dark }];

    public static TheoryData<string> Views => [.. s_views.Select(view => view.ToString())];

    [Theory, MemberData(nameof(Views))]
    public async Task Quantity_WhenItWasRaisedMeanwhile_IsShownBesideWhatWasTyped(string name)
    {
        MemberView view = s_views.Single(v => v.ToString() == name);
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string slug = await site.PublishAsync(new TestOffer { Quantity = 100 });
        await using IBrowserContext context = await site.OpenAsync(view);
        IPage page = await SignedInAsync(context, $"/admin/campaigns/{slug}");
        await CampaignConsole.IsAnsweringAsync(page);
        await page.Locator("main .acts").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^(Change quantity|수량 변경)") }).ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.Locator("input").FillAsync("120");
        await dialog.Locator("textarea").First.FillAsync("twenty more");
        await site.RaiseAsync(slug, 500);

        await dialog.Locator(".mud-button-filled").ClickAsync();

        await Expect(dialog.Locator(".meanwhile tbody td")).ToHaveTextAsync([new Regex("Quantity|수량"), new Regex("^120$"), new Regex("^500$")]);
        await CheckAsync(page);
        await dialog.Locator(".meanwhile-acts button").First.ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.Locator(".campaign-facts")).ToContainTextAsync("500");
    }

    [Theory, MemberData(nameof(Views))]
    public async Task Draft_WhenAnotherTabSavedIt_IsShownBesideWhatWasTyped(string name)
    {
        MemberView view = s_views.Single(v => v.ToString() == name);
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string original = await site.PublishAsync(new TestOffer { Quantity = 100 });
        await using IBrowserContext context = await site.OpenAsync(view);
        IPage first = await SignedInAsync(context, $"/admin/campaigns/new?from={original}");
        await CampaignConsole.IsAnsweringAsync(first);
        await first.Locator("form.editor button[type=submit]").ClickAsync();
        await first.ArrivesAtAsync(new Regex($"/admin/campaigns/{original}-\\d+$"));
        string edit = first.Url + "/edit";
        await first.GotoAsync(edit);
        await CampaignConsole.IsAnsweringAsync(first);
        IPage second = await context.NewPageAsync();
        await second.GotoAsync(edit);
        await CampaignConsole.IsAnsweringAsync(second);

        await NameIn(second).FillAsync("Second tab");
        await second.Locator("form.editor button[type=submit]").ClickAsync();
        await second.ArrivesAtAsync(new Regex($"/admin/campaigns/{original}-\\d+$"));
        await NameIn(first).FillAsync("First tab");
        await first.Locator("form.editor button[type=submit]").ClickAsync();

        await Expect(first.Locator(".meanwhile tbody td")).ToHaveTextAsync([new Regex("Name|이름"), new Regex("First tab"), new Regex("Second tab")]);
        await CheckAsync(first);
        await first.Locator(".meanwhile-acts button").Last.ClickAsync();
        await first.ArrivesAtAsync(new Regex($"/admin/campaigns/{original}-\\d+$"));
        await Expect(first.Locator("h1")).ToHaveTextAsync("First tab");
    }

    [Theory, MemberData(nameof(Views))]
    public async Task Role_WhenItWasChangedMeanwhile_IsShownBesideWhatWasChosen(string name)
    {
        MemberView view = s_views.Single(v => v.ToString() == name);
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        await using IBrowserContext visitor = await site.OpenAsync(view);
        IPage registration = await visitor.NewPageAsync();
        await registration.GotoAsync("/register?returnUrl=/my/passkeys");
        string email = await MemberSite.RegisterAsync(registration);
        await registration.ArrivesAtAsync("**/my/passkeys");
        await using IBrowserContext context = await site.OpenAsync(view);
        IPage first = await OpenRoleAsync(context, email, signIn: true);
        IPage second = await OpenRoleAsync(context, email, signIn: false);

        await ChooseRoleAsync(second, new Regex("^(Viewer|조회자)"));
        await Expect(second.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await ChooseRoleAsync(first, new Regex("^(Operator|운영자)"));

        ILocator dialog = first.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator(".meanwhile tbody td")).ToHaveTextAsync([new Regex("Role|역할"), new Regex("Operator|운영자"), new Regex("Viewer|조회자")]);
        await CheckAsync(first);
        await dialog.Locator(".meanwhile-acts button").Last.ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await first.GotoAsync($"/admin/users?q={email}");
        await Expect(first.Locator("tbody")).ToContainTextAsync(new Regex("Operator|운영자"));
    }

    private static async Task<IPage> OpenRoleAsync(IBrowserContext context, string email, bool signIn)
    {
        string address = $"/admin/users?q={email}&role=Member";
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(signIn ? $"/sign-in?returnUrl={Uri.EscapeDataString(address)}" : address);
        if (signIn)
        {
            await new SignInPage(page).SignInAsync("admin@example.com");
        }

        await CampaignConsole.IsAnsweringAsync(page);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("역할 변경$|^Change the role of") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        return page;
    }

    private static async Task ChooseRoleAsync(IPage page, Regex role)
    {
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Radio, new() { NameRegex = role }).ClickAsync();
        await dialog.Locator(".mud-button-filled").ClickAsync();
    }

    private static ILocator NameIn(IPage page) => page.GetByLabel(new Regex("^(Name|이름)$")).First;

    private static async Task<IPage> SignedInAsync(IBrowserContext context, string path)
    {
        IPage page = await context.NewPageAsync();
        await page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
        await MemberSite.SignInOperatorAsync(page);
        await page.ArrivesAtAsync($"**{path}");
        return page;
    }

    private static async Task CheckAsync(IPage page)
    {
        await Accessibility.AssertAsync(page);
        int over = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        Assert.True(over <= 0, $"{page.Url} runs {over} px over the page's side");
    }
}
