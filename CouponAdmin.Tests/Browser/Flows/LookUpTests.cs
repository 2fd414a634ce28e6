using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>Support's day: somebody asks why they got nothing, a coupon is taken back, a member is kept out, the history goes into a file.</summary>
[Collection(MemberTests.Name)]
public sealed class LookUpTests
{
    [Fact]
    public async Task Support_WhenAMemberAsks_FindsTheRefusalRevokesDisablesAndExports()
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await site.PublishAsync(new TestOffer { Quantity = 2 });
        await ClaimAsync(site, slug, "quick-1", "quick-2", "late-1");
        string code = await site.CodeOfAsync(slug, "quick-1");
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Desktop, "en-US", ColorScheme.Light));
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync("/admin/claims?q=late-1");
        await new SignInPage(page).SignInAsync("operator@example.com");
        await FindAsync(page, "late-1", "Refused: sold out");
        await Expect(page.Locator("main")).ToContainTextAsync(new Regex("The last coupon went [0-9.]+ s before"));
        await CheckAsync(page);

        // By code; then it is taken back.
        await page.Locator("#asked").FillAsync(code.ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".step")).ToContainTextAsync([new Regex("Admitted"), new Regex($"Coupon \\d.*{code}")]);
        await ActAsync(page, "Revoke coupon", "a mistake");
        await Expect(page.Locator(".step").Last).ToContainTextAsync("Reason: a mistake");

        await ActAsync(page, "Disable member", "several accounts");
        await Expect(page.Locator(".member")).ToContainTextAsync("Disabled since");
        using (HttpResponseMessage refused = await Eventually.HoldsAsync(() => site.ClaimAsync(slug, "quick-1"), a => (int)a.StatusCode == 403))
        {
            Assert.Contains("member-disabled", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // An account of a disabled member's id stays outside, in its own words; enabled again, it comes in.
        await page.GotoAsync("/admin/claims?q=member5@example.com");
        await ActAsync(page, "Disable member", "several accounts");
        await Expect(page.Locator(".member")).ToContainTextAsync("Disabled since");
        await SignInAsync(site, "member5@example.com", "This account is turned off");
        await ActAsync(page, "Enable member", "all explained");
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
        string file = await new CampaignConsole(page).DownloadCsvAsync();
        Assert.Equal(2, file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"quick-1,{code},", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_WhenLookingUp_SeesAllButTheCodesAndMayNotAct()
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await site.PublishAsync();
        await ClaimAsync(site, slug, "seen-1");
        string code = await site.CodeOfAsync(slug, "seen-1");
        await using IBrowserContext desk = await site.OpenAsync(new MemberView(Screen.Phone, "ko-KR", ColorScheme.Dark));
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync("/admin/claims?q=seen-1");
        await new SignInPage(page).SignInAsync("viewer@example.com");
        string masked = $"{code[..4]}-****-****-{code[^4..]}";
        await Expect(page.Locator("main")).ToContainTextAsync(masked);
        await Expect(page.Locator("main .mud-button-root")).ToHaveCountAsync(0);
        await Accessibility.AssertAsync(page);

        await page.GotoAsync($"/admin/campaigns/{slug}?tab=history");
        await Expect(page.Locator("main")).ToContainTextAsync(masked);
        await Accessibility.AssertAsync(page);
        string file = await new CampaignConsole(page).DownloadCsvAsync();
        Assert.Contains(masked, file, StringComparison.Ordinal);
        Assert.DoesNotContain(code, await page.ContentAsync() + file, StringComparison.Ordinal);
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

    // A refusal is written behind its answer: within a second it is there, for whoever looks again.
    private static Task<string> FindAsync(IPage page, string member, string text) => Eventually.HoldsAsync(
        async () =>
        {
            await page.GotoAsync($"/admin/claims?q={member}");
            await Expect(page.Locator(".member h2").First).ToBeVisibleAsync();
            return await page.Locator("main").InnerTextAsync();
        },
        shown => shown.Contains(text, StringComparison.Ordinal));

    private static async Task<bool> IsThereAsync(ILocator dialog)
    {
        try
        {
            await dialog.First.WaitForAsync(new LocatorWaitForOptions { Timeout = 3_000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // The button asks first; the dialog's own names the act, and closes when it went through.
    private static async Task ActAsync(IPage page, string act, string reason)
    {
        ILocator dialog = page.GetByRole(AriaRole.Dialog);

        // A page that was only drawn so far doesn't answer: pressed again until it does.
        await Eventually.HoldsAsync(
            async () =>
            {
                await page.Locator("main").GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{act}") }).ClickAsync();
                return await IsThereAsync(dialog);
            },
            isThere => isThere);
        await dialog.Locator("textarea").First.FillAsync(reason);
        await dialog.Locator("textarea").First.BlurAsync();
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{act}") }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
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
