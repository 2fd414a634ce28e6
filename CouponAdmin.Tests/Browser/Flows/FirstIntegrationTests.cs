using System.Text.Json;
using CouponAdmin.Core.Seeding;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Tests.Shop;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>From a started demo to a coupon that a shop took, as docs/first-steps.md tells it: the client is made in the console, the rest are the commands of docs/integrate.md as they stand there.</summary>
[Collection(MemberTests.Name)]
public sealed class FirstIntegrationTests
{
    [Fact]
    public async Task Newcomer_WhoFollowsThePage_HasClaimedAndUsedACouponWithCurl()
    {
        FirstSteps path = FirstSteps.Of("A first integration");
        path.Take("Start the product");
        MemberSite site = await MemberSite.SharedAsync();

        path.Take("Make an API client");
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Desktop, "en-US", ColorScheme.Light));
        (string id, string secret) = await MakeClientAsync(await desk.NewPageAsync());

        path.Take("Set four variables");
        using TestDirectory folder = new("integration");
        string output = await IntegratePage.RunAsync("sh", folder.Path, site.App.Address, id, secret, DemoSeed.OpenSlug);

        foreach (string step in IntegratePage.Steps)
        {
            path.Take(step);
        }

        path.End();
        Assert.Contains("redeemed", output, StringComparison.Ordinal);
        Assert.Contains("/hand-over/", output, StringComparison.Ordinal);
        JsonElement mine = await site.MineAsync(DemoSeed.OpenSlug, "shop-4711");
        Assert.Equal("redeemed", mine.GetProperty("status").GetString());
    }

    private static async Task<(string Id, string Secret)> MakeClientAsync(IPage page)
    {
        await page.GotoAsync("/admin/users/api-clients");
        await page.GetByRole(AriaRole.Button, new() { Name = "admin@example.com" }).ClickAsync();
        await page.ArrivesAtAsync("**/admin/users/api-clients");
        await CampaignConsole.IsAnsweringAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "New client…" }).ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name (one for each program)").FillAsync("First integration");
        await dialog.GetByText("claims:write-for-members").ClickAsync();
        await dialog.GetByText("coupons:redeem").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create the client", Exact = true }).ClickAsync();
        ILocator shown = dialog.Locator(".one-time code");
        await Expect(shown).ToHaveCountAsync(2);
        return (await shown.First.InnerTextAsync(), await shown.Last.InnerTextAsync());
    }
}
