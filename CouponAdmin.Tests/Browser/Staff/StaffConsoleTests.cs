using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Staff;

/// <summary>The console's pages for those who run the house, in a browser.</summary>
[Collection(ConsoleTests.Name)]
public sealed class StaffConsoleTests
{
    [Fact]
    public async Task Operator_WhenDisabled_LosesTheOpenPageAndTheSession()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        MemberView view = new(Screen.Desktop, "en-GB", ColorScheme.Light);
        string email = $"o{Guid.NewGuid():N}@example.com";
        const string password = "a-quiet-river-4";
        await using ClaimStage desk = await ClaimStage.SetAsync(site, view, signedIn: false);
        await desk.Page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString($"/admin/users?q={email}")}");
        await new SignInPage(desk.Page).SignInAsync("admin@example.com");
        await MakeAccountAsync(desk.Page, email, password);

        await using ClaimStage colleague = await ClaimStage.SetAsync(site, view, signedIn: false);
        IPage open = colleague.Page;
        await open.GotoAsync("/sign-in?returnUrl=/admin/campaigns/new");
        await open.Locator("main input[inputmode=email]").FillAsync(email);
        await open.Locator("main input[type=password]").FillAsync(password);
        await open.Locator("form.form button.press").ClickAsync();

        // The editor lives, asks before unsaved work is left, and knows which addresses are free.
        await CampaignConsole.IsAnsweringAsync(open);
        await open.GetByLabel("Name", new() { Exact = true }).FillAsync("Spring drop");
        await Expect(open.GetByText("Another campaign has this address.").First).ToBeVisibleAsync();
        await open.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByText("Audit").ClickAsync();
        await open.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(open).ToHaveURLAsync(new Regex("/admin/campaigns/new$"));

        await desk.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Disable Colleague") }).ClickAsync();
        ILocator dialog = desk.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync("left the company");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Disable Colleague" }).ClickAsync();
        await Expect(desk.Page.GetByText("Disabled", new() { Exact = true })).ToBeVisibleAsync();

        // Without a touch of theirs: the page is gone in the time that is promised, and so is the session.
        open.Dialog += (_, ask) => _ = ask.AcceptAsync();
        await Expect(open).ToHaveURLAsync(new Regex("/sign-in"), new() { Timeout = 30_000 });
        await open.GotoAsync("/admin/campaigns");
        await Expect(open).ToHaveURLAsync(new Regex("/sign-in"));
    }

    private static async Task MakeAccountAsync(IPage page, string email, string password)
    {
        ILocator dialog = page.GetByRole(AriaRole.Dialog);

        await CampaignConsole.IsAnsweringAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "New account…" }).ClickAsync();
        await dialog.GetByLabel("Email").FillAsync(email);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Colleague");
        await dialog.GetByText("Type it").ClickAsync();
        await dialog.Locator("input[type=password]").FillAsync(password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
        await Expect(page.GetByText(email)).ToBeVisibleAsync();
    }
}
