using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>An operator deletes a draft: the dialog says what goes, and it leaves the list.</summary>
[Collection(ConsoleTests.Name)]
public sealed class DeleteDraftTests
{
    private static readonly MemberView[] s_views = [MemberView.PhoneKorean, MemberView.DesktopEnglish with { Colors = ColorScheme.Dark }];

    public static TheoryData<string> Views => [.. s_views.Select(view => view.ToString())];

    [Theory, MemberData(nameof(Views))]
    public async Task Draft_WhenItsDeletionIsConfirmed_IsGone(string name)
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        string original = await site.PublishAsync(new TestOffer { Quantity = 100 });
        await using IBrowserContext context = await site.OpenAsync(s_views.Single(v => v.ToString() == name));
        IPage page = await context.NewPageAsync();
        string path = $"/admin/campaigns/new?from={original}";
        await page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
        await MemberSite.SignInOperatorAsync(page);
        await page.ArrivesAtAsync($"**{path}");
        await CampaignConsole.IsAnsweringAsync(page);
        await page.Locator("form.editor button[type=submit]").ClickAsync();
        await page.ArrivesAtAsync(new Regex($"/admin/campaigns/{original}-\\d+$"));
        string draft = page.Url;

        await page.Locator("main .acts").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^(Delete|초안 삭제)") }).ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync(new Regex("can't be undone|되돌릴 수 없습니다"));
        await Accessibility.AssertAsync(page);
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0, "The page runs over its side");
        await dialog.Locator(".mud-button-filled").ClickAsync();

        await page.ArrivesAtAsync(new Regex("/admin/campaigns$"));
        await Expect(page.Locator("main")).Not.ToContainTextAsync(draft[(draft.LastIndexOf('/') + 1)..]);
        await page.GotoAsync(draft);
        await Expect(page.Locator("main")).ToContainTextAsync(new Regex("There is no|없습니다"));
    }
}
