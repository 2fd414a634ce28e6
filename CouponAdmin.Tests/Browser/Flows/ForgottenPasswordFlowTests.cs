using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using MimeKit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>An invitation, a forgotten password and a link from an administrator's hand, as people go through them in a browser.</summary>
/// <remarks><c>COUPONADMIN_SCREENSHOTS</c> names a folder for pictures of the pages.</remarks>
public sealed class ForgottenPasswordFlowTests(ForgottenPasswordSite house) : IClassFixture<ForgottenPasswordSite>
{
    private const string First = "a-quiet-river-at-9";
    private const string Second = "a-loud-harbour-at-5";
    private const string Colleague = "o'brien@example.com";
    private readonly MailServer _mail = house.Mail;
    private readonly MemberSite _site = house.Site;

    [Fact]
    public async Task Colleague_WhenInvited_ChoosesAPasswordForgetsItAndChoosesAnother()
    {
        await using IBrowserContext desk = await _site.OpenAsync(MemberView.DesktopEnglish);
        IPage office = await desk.NewPageAsync();
        await office.GotoAsync("/sign-in?returnUrl=/admin/users");
        await new SignInPage(office).SignInAsync("admin@example.com");
        await InviteAsync(office);

        await using IBrowserContext home = await _site.OpenAsync(MemberView.PhoneKorean);
        IPage page = await home.NewPageAsync();
        await ChooseAsync(page, await _mail.NextAsync(Colleague, "Your CouponAdmin account"), First);
        await SignInAsync(page, First);
        await page.ArrivesAtAsync("**/admin");

        await using IBrowserContext away = await _site.OpenAsync(MemberView.DesktopEnglish);
        IPage other = await away.NewPageAsync();
        await other.GotoAsync("/sign-in");
        await other.GetByRole(AriaRole.Link, new() { Name = "Forgot the password?" }).ClickAsync();
        await other.Locator("main input[inputmode=email]").FillAsync(Colleague);
        await other.GetByRole(AriaRole.Button, new() { Name = "Send the mail" }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Status)).ToContainTextAsync("If there is an account");
        await ChooseAsync(other, await _mail.NextAsync(Colleague, "Choose a new"), Second);
        await SignInAsync(other, Second);
        await other.ArrivesAtAsync("**/admin");

        // The session of before is over.
        await page.GotoAsync("/admin/campaigns");
        await page.ArrivesAtAsync("**/sign-in**");

        await HandOutAsync(office);
    }

    [Fact]
    public async Task Pages_WhenAnybodyLooks_HaveNoBarrierAndFitTheScreen()
    {
        foreach (MemberView view in MemberView.All)
        {
            await using IBrowserContext context = await _site.OpenAsync(view);
            IPage page = await context.NewPageAsync();
            foreach (string name in new[] { "forgot-password", "reset-password", "confirm-address", "sign-in" })
            {
                await page.GotoAsync($"/{name}");
                await LookAsync(page, name, view);
            }

            await page.GotoAsync("/reset-password#r.YQ.dG9rZW4");
            await page.Locator("input[type=password]").FillAsync(First);
            await page.Locator("main form button").ClickAsync();
            await Expect(page.Locator(".problem")).ToBeVisibleAsync();
            await Expect(page.Locator("[data-link-code]")).ToBeHiddenAsync();
            await LookAsync(page, "reset-password-refused", view);
            await page.GotoAsync("/forgot-password");
            await page.Locator("main input[inputmode=email]").FillAsync("한글@example.com");
            await page.Locator("main form button").ClickAsync();
            await Expect(page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
            await LookAsync(page, "forgot-password-sent", view);
        }
    }

    private static async Task InviteAsync(IPage office)
    {
        ILocator dialog = office.GetByRole(AriaRole.Dialog);
        await CampaignConsole.IsAnsweringAsync(office);
        await office.GetByRole(AriaRole.Button, new() { Name = "New account…" }).ClickAsync();
        await dialog.GetByLabel("Email").FillAsync(Colleague);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("O'Brien");
        await Expect(dialog.GetByText("send an invitation by mail")).ToBeVisibleAsync();
        await ShootAsync(office, "console-users-invite");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
        await Expect(office.GetByText(Colleague)).ToBeVisibleAsync();
    }

    // An administrator makes a link: it leads here, is shown once, and the audit knows of it.
    private async Task HandOutAsync(IPage office)
    {
        ILocator dialog = office.GetByRole(AriaRole.Dialog);
        await office.GotoAsync("/admin/users?q=brien");
        await CampaignConsole.IsAnsweringAsync(office);
        await office.GetByRole(AriaRole.Button, new() { NameRegex = new System.Text.RegularExpressions.Regex("^Password link for O'Brien") }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        string link = await dialog.Locator(".one-time code").InnerTextAsync();
        Assert.StartsWith("http://localhost:5080/reset-password#i.", link, StringComparison.Ordinal);
        await Expect(dialog.Locator("button.copy")).ToHaveAttributeAsync("data-copy", link);
        await Expect(dialog.GetByText("It works once, until")).ToBeVisibleAsync();
        await ShootAsync(office, "console-users-link");
        await Accessibility.AssertAsync(office);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await office.GotoAsync("/admin/audit?action=make-password-link");
        await Expect(office.GetByText("Make a password link").First).ToBeVisibleAsync();
        await Expect(office.GetByText(new Uri(link).Fragment[1..])).ToHaveCountAsync(0);

        await using IBrowserContext home = await _site.OpenAsync(MemberView.PhoneKorean);
        IPage page = await home.NewPageAsync();
        await page.GotoAsync(new Uri(link).PathAndQuery + new Uri(link).Fragment);
        await SetAsync(page, First);
        await SignInAsync(page, First);
        await page.ArrivesAtAsync("**/admin");
    }

    private static async Task ChooseAsync(IPage page, MimeMessage mail, string password)
    {
        Uri link = new(MailServer.LinkIn(mail));
        await page.GotoAsync(link.PathAndQuery + link.Fragment);
        await SetAsync(page, password);
    }

    // The secret is in the form and nowhere that anybody sees or a server is sent.
    private static async Task SetAsync(IPage page, string password)
    {
        await Expect(page.Locator("[data-link-code]")).ToBeHiddenAsync();
        Assert.Equal("/reset-password", new Uri(page.Url).PathAndQuery + new Uri(page.Url).Fragment);
        await page.Locator("input[type=password]").FillAsync(password);
        await page.Locator("main form button").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
    }

    private static async Task SignInAsync(IPage page, string password)
    {
        await page.GotoAsync("/sign-in?returnUrl=/admin");
        await page.Locator("main input[inputmode=email]").FillAsync(Colleague);
        await page.Locator("main input[type=password]").FillAsync(password);
        await page.Locator("form.form button.press").ClickAsync();
    }

    private static async Task LookAsync(IPage page, string name, MemberView view)
    {
        await Accessibility.AssertAsync(page);
        int over = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        Assert.True(over <= 0, $"{page.Url} runs {over} px over the page's side");
        await ShootAsync(page, $"claim-{name}-{view}");
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("COUPONADMIN_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }
}

/// <summary>A site with a mail server.</summary>
public sealed class ForgottenPasswordSite : IAsyncLifetime
{
    internal MailServer Mail { get; } = MailServer.Start();

    internal MemberSite Site { get; private set; } = null!;

    public async Task InitializeAsync() => Site = await MemberSite.StartAsync(Mail.Settings("http://localhost:5080").ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal));

    public async Task DisposeAsync()
    {
        await Site.DisposeAsync();
        await Mail.DisposeAsync();
    }
}
