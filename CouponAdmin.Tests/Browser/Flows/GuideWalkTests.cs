using System.Globalization;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Seeding;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Campaigns;
using CouponAdmin.Web.LookUp;
using CouponAdmin.Web.Shared;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>The way that docs/guides describes: each page and each dialog of it opens, in the words that the product says, and nothing stands against accessibility.</summary>
/// <remarks>The suite walks it once, in Korean. <c>eng/console-screenshots.sh</c> walks it in both languages after a real crowd, and photographs it.</remarks>
[Collection(MemberTests.Name)]
public sealed class GuideWalkTests
{
    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("COUPONADMIN_SCREENSHOTS");

    /// <summary>The top of a page, as much as a reader of docs/console.md needs; of a phone one screen, as its bar stands at the screen's end.</summary>
    private const int TopOfPage = 1_400;

    private static readonly MemberView DeskKorean = new(Screen.Desktop, "ko-KR", ColorScheme.Light);
    private static readonly MemberView[] Views = Screenshots is null ? [DeskKorean] : [DeskKorean, MemberView.DesktopEnglish, new(Screen.Phone, "ko-KR", ColorScheme.Dark)];

    /// <summary>By name; in the address, {0} is the sale and {1} somebody who got nothing.</summary>
    private static readonly (string Name, string Address)[] Pages =
    [
        ("sales", "/admin"),
        ("campaigns", "/admin/campaigns"),
        ("new", "/admin/campaigns/new?from=" + DemoSeed.ComingSlug),
        ("checklist", "/admin/campaigns/" + DemoSeed.ComingSlug),
        ("history", "/admin/campaigns/{0}?tab=history"),
        ("report", "/admin/campaigns/{0}?tab=report"),
        ("books", "/admin/campaigns/{0}?tab=books"),
        ("look-up", "/admin/claims?q={1}"),
        ("audit", "/admin/audit"),
        ("system", "/admin/system"),
        ("users", "/admin/users"),
    ];

    public static TheoryData<int> EveryView => [.. Enumerable.Range(0, Views.Length)];

    [Theory, MemberData(nameof(EveryView))]
    public async Task Guide_WhenItsWayIsWalked_FindsEachPageAndEachDialog(int view)
    {
        CultureInfo.CurrentUICulture = Views[view].Culture;
        await using MemberSite? fresh = Screenshots is null ? null : await MemberSite.StartAsync();
        MemberSite site = fresh ?? await MemberSite.SharedAsync();
        await using IBrowserContext desk = await site.OpenAsync(Views[view]);
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync("/sign-in?returnUrl=/admin");
        await new SignInPage(page).SignInAsync("admin@example.com");
        await page.ArrivesAtAsync("**/admin");

        (string slug, string refused) = Screenshots is null ? await SellOutAsync(site) : await CrowdAsync(page, Views[view]);
        await new CampaignConsole(page).FindAsync(refused, RefusedTexts.Word(ClaimOutcome.SoldOut));
        foreach ((string name, string address) in Pages)
        {
            await GoAsync(page, string.Format(CultureInfo.InvariantCulture, address, slug, refused));
            await Accessibility.AssertAsync(page);
            await PhotographAsync(page, name, Views[view]);
        }

        await GoAsync(page, $"/admin/campaigns/{slug}");
        // A dialog says what was known when it was opened: the queue comes with the first reading.
        await Expect(page.Locator("main .numbers dd").Nth(1)).Not.ToHaveTextAsync(Figures.Unknown);
        await LookAtDialogAsync(page, ActTexts.Word(CampaignAct.ChangeQuantity), "quantity", Views[view], AddHundredAsync);
        await LookAtDialogAsync(page, ActTexts.Word(CampaignAct.Pause), "pause", Views[view]);
        await GoAsync(page, $"/admin/claims?q={refused}");
        await LookAtDialogAsync(page, Say.In("회원 정지", "Disable member"), "disable", Views[view]);
        await GoAsync(page, $"/admin/campaigns/{slug}?tab=history");
        await page.Locator(".grid-open").First.ClickAsync();
        await Expect(page.Locator(".timeline").First).ToBeVisibleAsync();
        await LookAtDialogAsync(page, Say.In("쿠폰 회수", "Revoke coupon"), "revoke", Views[view]);
    }

    private static async Task<(string Slug, string Refused)> SellOutAsync(MemberSite site)
    {
        string slug = await site.PublishAsync(new TestOffer { Quantity = 2 });
        foreach (string member in (string[])["guide-1", "guide-2", "guide-late"])
        {
            (await site.ClaimAsync(slug, member)).Dispose();
        }

        await site.CodeOfAsync(slug, "guide-1");
        return (slug, "guide-late");
    }

    /// <summary>The demo's own crowd; the Live tab is photographed when the last of it has gone.</summary>
    private static async Task<(string Slug, string Refused)> CrowdAsync(IPage page, MemberView view)
    {
        await GoAsync(page, $"/admin/campaigns/{DemoSeed.OpenSlug}?range=1");
        ILocator panel = page.Locator(".crowd");
        await panel.Locator("button").First.ClickAsync();
        ILocator next = panel.Locator(".crowd-next a");
        await Expect(next).ToHaveCountAsync(2, new() { Timeout = 90_000 });
        string address = await next.First.GetAttributeAsync("href") ?? "";

        // Only a demo has the crowd's panel.
        await page.AddStyleTagAsync(new() { Content = ".crowd { display: none }" });
        await PhotographAsync(page, "live", view);
        return (DemoSeed.OpenSlug, Uri.UnescapeDataString(address.Split("q=")[^1]));
    }

    private static async Task GoAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await CampaignConsole.IsAnsweringAsync(page);
        await Expect(page.Locator("main h1").First).ToBeVisibleAsync();
        await Expect(page.Locator("main .mud-skeleton")).ToHaveCountAsync(0);
    }

    private static async Task LookAtDialogAsync(IPage page, string button, string name, MemberView view, Func<ILocator, Task>? fill = null)
    {
        await page.Locator("main").GetByRole(AriaRole.Button).Filter(new() { HasText = button }).First.ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator("button").Last).ToBeVisibleAsync();
        await (fill?.Invoke(dialog) ?? Task.CompletedTask);
        await Accessibility.AssertAsync(page);
        if (view.Screen == Screen.Desktop)
        {
            await PhotographAsync(dialog, name, view);
        }

        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
    }

    /// <summary>The field takes the new total, as the guide says; the numbers of this moment have come.</summary>
    private static async Task AddHundredAsync(ILocator dialog)
    {
        await Expect(dialog.Locator("p").First).Not.ToContainTextAsync(Figures.Unknown);
        ILocator quantity = dialog.GetByLabel(Say.In("새 수량", "New quantity"));
        int total = int.Parse(await quantity.InputValueAsync(), CultureInfo.InvariantCulture) + 100;
        await quantity.FillAsync(total.ToString(CultureInfo.InvariantCulture));
        await Expect(dialog.Locator("button").Last).ToContainTextAsync(Figures.Count(total));
    }

    /// <summary>Pages for docs/console.md, in English on a desktop and in Korean on a phone; one screen of a desktop for the guides, in each language.</summary>
    private static async Task PhotographAsync(IPage page, string name, MemberView view)
    {
        if (Screenshots is null)
        {
            return;
        }

        await page.EvaluateAsync("() => scrollTo(0, 0)");
        if (view.Screen == Screen.Desktop)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"guide-{name}-{view.Culture.Name}.png"), Scale = ScreenshotScale.Css, Animations = ScreenshotAnimations.Disabled });
        }

        if (view != DeskKorean)
        {
            bool phone = view.Screen == Screen.Phone;
            int whole = await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
            Clip top = new() { Width = page.ViewportSize!.Width, Height = phone ? page.ViewportSize.Height : Math.Min(TopOfPage, whole) };
            await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"console-{name}-{view.Name}.png"), FullPage = !phone, Clip = top, Scale = ScreenshotScale.Css, Animations = ScreenshotAnimations.Disabled });
        }
    }

    private static async Task PhotographAsync(ILocator part, string name, MemberView view)
    {
        if (Screenshots is not null)
        {
            await part.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"guide-{name}-{view.Culture.Name}.png"), Scale = ScreenshotScale.Css, Animations = ScreenshotAnimations.Disabled });
        }
    }
}
