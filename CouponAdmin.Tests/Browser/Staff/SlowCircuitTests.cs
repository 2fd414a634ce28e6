using System.Globalization;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Faults;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Staff;

/// <summary>A server that answers late never overwrites what a person typed meanwhile.</summary>
[Collection(ConsoleTests.Name)]
public sealed class SlowCircuitTests
{
    /// <summary>Longer than the console waits for the next letter before it searches.</summary>
    private static readonly TimeSpan SearchPause = TimeSpan.FromMilliseconds(600);

    [Fact]
    public async Task Editor_WhenTheServerAnswersLate_KeepsWhatWasTyped()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        await using FaultProxy line = FaultProxy.To(site.App.Address.Port);
        await using IBrowserContext desk = await OpenAsync(site, line);
        IPage page = await desk.NewPageAsync();
        string typed = $"typed-{Guid.NewGuid():N}"[..20];
        await SignInAsync(page);
        await page.GotoAsync("/admin/campaigns/new");
        await CampaignConsole.IsAnsweringAsync(page);
        ILocator address = Field(page, "Address");
        ILocator quantity = Field(page, "Quantity");

        // Nothing passes: all this is typed before the server answers the first letter.
        line.Blackhole();
        await Field(page, "Name").FillAsync("Hour");
        await address.FillAsync(typed);
        await quantity.FillAsync("5000");
        await quantity.BlurAsync();
        await quantity.FocusAsync();
        await quantity.FillAsync("6000");
        line.Flow();
        await Expect(page.Locator("main")).ToContainTextAsync($"/c/{typed}");

        // The server has the first number by now, or both where the browser let go of the field once more.
        await Expect(page.Locator("main")).ToContainTextAsync(new Regex("[56],000 go to those who ask first"));
        await Expect(address).ToHaveValueAsync(typed);
        await Expect(quantity).ToHaveValueAsync("6000");

        await page.GetByRole(AriaRole.Button, new() { Name = "Create draft" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/admin/campaigns/{typed}"));
        await Expect(page.Locator("main")).ToContainTextAsync("6,000");
    }

    [Theory]
    [InlineData("/admin/campaigns", "Search name or address")]
    [InlineData("/admin/audit", "Who (name or id)")]
    public async Task Search_WhenTheServerAnswersLate_KeepsWhatWasTyped(string address, string label)
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        await using FaultProxy line = FaultProxy.To(site.App.Address.Port);
        await using IBrowserContext desk = await OpenAsync(site, line);
        IPage page = await desk.NewPageAsync();
        await SignInAsync(page);
        await page.GotoAsync(address);
        await CampaignConsole.IsAnsweringAsync(page);
        ILocator search = page.GetByLabel(label).First;

        // The pause makes the server search for the first half; its answer arrives when the second half is typed.
        await search.PressSequentiallyAsync("oper");
        line.Blackhole();
        await Task.Delay(SearchPause);
        await search.PressSequentiallyAsync("ator@example");
        line.Flow();

        await Expect(page).ToHaveURLAsync(new Regex("=operator(@|%40)example"));
        await Expect(search).ToHaveValueAsync("operator@example");
    }

    [Fact]
    public async Task Editor_WhenItsCircuitIsNotThereYet_TakesNoTyping()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        await using IBrowserContext desk = await site.OpenAsync(MemberView.DesktopEnglish);
        IPage page = await desk.NewPageAsync();
        await SignInAsync(page);
        await page.RouteAsync("**/js/circuit*.js", route => route.AbortAsync());

        await page.GotoAsync("/admin/campaigns/new");

        await Expect(Field(page, "Name")).ToBeDisabledAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create draft" })).ToBeDisabledAsync();
    }

    private static Task<IBrowserContext> OpenAsync(MemberSite site, FaultProxy line) =>
        site.OpenAsync(MemberView.DesktopEnglish, through: new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{line.Port}")));

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/sign-in?returnUrl=/admin");
        await MemberSite.SignInOperatorAsync(page);
        await page.ArrivesAtAsync("**/admin");
    }

    private static ILocator Field(IPage page, string label) => page.GetByLabel(label, new() { Exact = true });
}
