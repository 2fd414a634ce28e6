using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>Support's day: somebody asks why they got nothing, a coupon is taken back, a member is kept out, the history goes into a file.</summary>
[Collection(ConsoleTests.Name)]
public sealed class LookUpTests
{
    // More than a browser takes in one piece.
    private const int LongFile = 1_500;

    [Fact]
    public async Task Support_WhenAMemberAsks_FindsTheRefusalRevokesDisablesAndExports()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string slug = await site.PublishAsync(new TestOffer { Quantity = 2 });
        await ClaimAsync(site, slug, "quick-1", "quick-2", "late-1");
        string code = await site.CodeOfAsync(slug, "quick-1");
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Desktop, "en-US", ColorScheme.Light));
        IPage page = await desk.NewPageAsync();
        CampaignConsole console = new(page);
        await page.GotoAsync("/admin/claims?q=late-1");
        await new SignInPage(page).SignInAsync("operator@example.com");
        await console.FindAsync("late-1", "Refused: sold out");
        await Expect(page.Locator("main")).ToContainTextAsync(new Regex("The last coupon went [0-9.]+ s before"));
        await CheckAsync(page);

        // By code; then it is taken back.
        await page.Locator("#asked").FillAsync(code.ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".step")).ToContainTextAsync([new Regex("Admitted"), new Regex($"Coupon \\d.*{code}")]);
        await console.ActAsync("Revoke coupon", "a mistake");
        await Expect(page.Locator(".step").Last).ToContainTextAsync("Reason: a mistake");

        await console.ActAsync("Disable member", "several accounts");
        await Expect(page.Locator(".member")).ToContainTextAsync("Disabled since");
        using (HttpResponseMessage refused = await Eventually.HoldsAsync(() => site.ClaimAsync(slug, "quick-1"), a => (int)a.StatusCode == 403))
        {
            Assert.Contains("member-disabled", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // An account of a disabled member's id stays outside, in its own words; enabled again, it comes in.
        await page.GotoAsync("/admin/claims?q=member5@example.com");
        await console.ActAsync("Disable member", "several accounts");
        await Expect(page.Locator(".member")).ToContainTextAsync("Disabled since");
        await SignInAsync(site, "member5@example.com", "This account is turned off");
        await console.ActAsync("Enable member", "all explained");
        await SignInAsync(site, "member5@example.com", "Sign out");

        await page.GotoAsync($"/admin/campaigns/{slug}?tab=history");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Accessibility.AssertAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Member", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("sort=member"));
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("quick-1");
        await page.GotoAsync($"/admin/campaigns/{slug}?tab=history&status=revoked");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await CheckAsync(page);
        string file = await console.DownloadCsvAsync();
        Assert.Equal(2, file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"quick-1,{code},", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_WhenLookingUp_SeesAllButTheCodesAndMayNotAct()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string slug = await site.PublishAsync();
        await ClaimAsync(site, slug, "seen-1");
        string code = await site.CodeOfAsync(slug, "seen-1");
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Phone, "ko-KR", ColorScheme.Dark));
        IPage page = await desk.NewPageAsync();
        CampaignConsole console = new(page);
        await page.GotoAsync("/admin/claims?q=seen-1");
        await new SignInPage(page).SignInAsync("viewer@example.com");
        string masked = $"{code[..4]}-****-****-{code[^4..]}";
        await Expect(page.Locator("main")).ToContainTextAsync(masked);
        await Expect(page.Locator("main .mud-button-root")).ToHaveCountAsync(0);
        await Accessibility.AssertAsync(page);

        await page.GotoAsync($"/admin/campaigns/{slug}?tab=history");
        await Expect(page.Locator("main")).ToContainTextAsync(masked);
        await Accessibility.AssertAsync(page);
        string file = await console.DownloadCsvAsync();
        Assert.Contains(masked, file, StringComparison.Ordinal);
        Assert.DoesNotContain(code, await page.ContentAsync() + file, StringComparison.Ordinal);
    }

    /// <summary>On a line of 15 KB a second: how far it is can be seen, it can be stopped, and a file that can't be had says so.</summary>
    [Fact]
    public async Task File_WhenItTakesLong_ShowsHowFarItIsAndCanBeCancelled()
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string slug = await site.PublishAsync(new TestOffer { Quantity = LongFile });
        await Task.WhenAll(Enumerable.Range(0, LongFile).Select(i => ClaimAsync(site, slug, $"slow-{i}")));
        await Eventually.HoldsAsync(() => site.IssuedAsync(slug), count => count == LongFile);
        await using IBrowserContext desk = await site.OpenAsync(MemberView.PhoneEnglish);
        IPage page = await desk.NewPageAsync();
        CampaignConsole console = new(page);
        int files = 0;
        page.Download += (_, _) => files++;
        await page.GotoAsync($"/admin/campaigns/{slug}?tab=history");
        await new SignInPage(page).SignInAsync("operator@example.com");
        ILocator run = page.Locator(".export-run"), problem = page.Locator(".export-problem");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(50);

        await CampaignConsole.IsAnsweringAsync(page);

        // A phone's table has no head: the orders stand beside the filter.
        await page.Locator(".sort-choice summary").ClickAsync();
        await page.Locator(".sort-choice").GetByText("Member", new() { Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("sort=member"));
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("slow-0");
        await Accessibility.AssertAsync(page);

        ICDPSession line = await desk.NewCDPSessionAsync(page);
        await line.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = 15_000, ["uploadThroughput"] = -1,
        });
        await page.GetByText("All as CSV").ClickAsync();
        await Expect(run.Locator("progress")).ToBeVisibleAsync();
        await Expect(run.Locator(".figures")).ToContainTextAsync(new Regex("[1-9]"));
        await run.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(run).ToBeHiddenAsync();
        await Expect(page.GetByText("The file was cancelled.")).ToHaveCountAsync(1);
        await Expect(problem).ToBeEmptyAsync();

        await line.SendAsync("Network.disable");
        await desk.SetOfflineAsync(true);
        await page.GetByText("All as CSV").ClickAsync();
        await Expect(problem).ToHaveTextAsync("The file did not arrive whole. Try again.");
        Assert.Equal(0, files);

        await desk.SetOfflineAsync(false);
        Assert.Equal(LongFile + 1, (await console.DownloadCsvAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static async Task SignInAsync(MemberSite site, string email, string until)
    {
        await using IBrowserContext phone = await site.OpenAsync(new MemberView(Screen.Phone, "en-US", ColorScheme.Light));
        IPage page = await phone.NewPageAsync();
        await page.GotoAsync("/sign-in?returnUrl=/my/coupons");
        await new SignInPage(page).SignInAsync(email);
        await Expect(page.Locator("body")).ToContainTextAsync(until);
    }

    private static async Task ClaimAsync(MemberSite site, string slug, params string[] members)
    {
        foreach (string member in members)
        {
            using HttpResponseMessage _ = await site.ClaimAsync(slug, member);
        }
    }

    // The same page in the other theme: colours are what differs.
    private static async Task CheckAsync(IPage page)
    {
        await Accessibility.AssertAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark theme" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Light theme" })).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Light theme" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dark theme" })).ToBeVisibleAsync();
    }
}
