using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>The main job from both sides: an operator makes a sale, a member gets a coupon on a phone, the operator sees it and takes the file home.</summary>
[Collection(ConsoleTests.Name)]
public sealed class FirstCouponTests
{
    [Fact]
    public async Task Operator_WhenAMemberClaimsOnAPhone_SeesTheQueueFallAndTheHistoryGrow()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string slug = $"flow-{Guid.NewGuid():N}"[..20];
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Desktop, "en-US", ColorScheme.Light));
        IPage page = await desk.NewPageAsync();
        List<string> errors = ErrorsOf(page);
        FirstSteps path = FirstSteps.Of("A first campaign of your own");
        CampaignConsole console = new(page);
        await PublishAsync(path, page, console, slug);

        path.Take("Open its page as a member");
        await Expect(page.Locator($".campaign-link a[href='/c/{slug}']")).ToBeVisibleAsync();
        await using IBrowserContext phone = await site.OpenAsync(new MemberView(Screen.Phone, "ko-KR", ColorScheme.Light));
        IPage claim = await phone.NewPageAsync();
        await claim.GotoAsync($"/c/{slug}");
        await claim.GetByRole(AriaRole.Button, new() { Name = "쿠폰 받기" }).ClickAsync();
        await claim.ArrivesAtAsync("**/sign-in?*");
        await claim.GetByRole(AriaRole.Button, new() { Name = "member1@example.com" }).ClickAsync();
        await claim.ArrivesAtAsync($"**/c/{slug}");

        path.Take("Press the button");

        // While somebody else holds the database the claim waits, and both can see it.
        await using (await site.HoldDatabaseAsync())
        {
            await claim.GetByRole(AriaRole.Button, new() { Name = "쿠폰 받기" }).ClickAsync();
            await Expect(claim.GetByText("접수되었습니다").First).ToBeVisibleAsync();
            await Expect(console.Figure("In queue")).ToHaveTextAsync("1");
        }

        await Expect(claim.GetByText("발급되었습니다").First).ToBeVisibleAsync();
        path.Take("See it in the console");
        await Expect(console.Figure("In queue")).ToHaveTextAsync("0");
        await Expect(console.Figure("Issued")).ToHaveTextAsync("1");
        await Expect(console.Figure("Left")).ToHaveTextAsync("9");

        string code = await claim.GetByText(new Regex("^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$")).First.InnerTextAsync();
        await console.OpenTabAsync("History");
        await Expect(console.Main).ToContainTextAsync(code);
        Assert.Contains(code, await console.DownloadCsvAsync(), StringComparison.Ordinal);
        path.End();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Viewer_WhenLookingAtASale_SeesItsNumbersAndNoAct()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Desktop, "en-US", ColorScheme.Light));
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync("/admin/campaigns/spring-drop");
        await new SignInPage(page).SignInAsync("viewer@example.com");

        CampaignConsole console = new(page);
        await Expect(console.Figure("Left")).ToBeVisibleAsync();
        await Expect(page.Locator("main .acts")).ToHaveCountAsync(0);
        await page.GotoAsync("/admin/campaigns/new");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create draft" })).ToHaveCountAsync(0);
    }

    private static async Task PublishAsync(FirstSteps path, IPage page, CampaignConsole console, string slug)
    {
        path.Take("Sign in as an operator");
        await page.GotoAsync("/admin");
        await page.GetByRole(AriaRole.Button, new() { Name = "operator@example.com" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/admin$"));
        await CampaignConsole.IsAnsweringAsync(page);

        path.Take("Begin a campaign");
        await page.GetByRole(AriaRole.Link, new() { Name = "New campaign" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New campaign" })).ToBeVisibleAsync();

        path.Take("Fill the form");
        await console.FillDraftAsync("Flow 선착순", slug, quantity: 10);
        await Expect(page.Locator(".grades .grade-failure")).ToHaveCountAsync(0);

        path.Take("Publish it");
        await console.ConfirmAsync("Publish");
        await Expect(console.Figure("Left")).ToHaveTextAsync("10");
    }

    private static List<string> ErrorsOf(IPage page)
    {
        List<string> errors = [];
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        return errors;
    }
}
