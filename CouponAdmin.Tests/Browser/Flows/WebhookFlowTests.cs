using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Events;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>An administrator makes a webhook, tries it, sees what was delivered, sends it again, and deletes it.</summary>
[Collection(ConsoleTests.Name)]
public sealed class WebhookFlowTests
{
    private const string ScreenshotsSetting = "COUPONADMIN_SCREENSHOTS";

    public static TheoryData<string> Views => ["phone", "desktop"];

    [Theory, MemberData(nameof(Views))]
    public async Task Webhook_WhenMadeAndTried_ShowsWhatTheReceiverAnswered(string which)
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        bool isKorean = which == "phone";
        string name = isKorean ? "상점 서버" : "Shop server";
        await using IBrowserContext desk = await site.OpenAsync(isKorean ? MemberView.PhoneKorean : new MemberView(Screen.Desktop, "en-GB", ColorScheme.Dark));
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync("/sign-in?returnUrl=/admin/users/webhooks");
        await new SignInPage(page).SignInAsync("admin@example.com");
        await page.ArrivesAtAsync("**/admin/users/webhooks");
        await CampaignConsole.IsAnsweringAsync(page);

        string secret = await CreateAsync(page, name, receiver.Url, isKorean, which);
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = isKorean ? "시험 전송" : "Send a test" }).ClickAsync();
        await Expect(page.Locator("tbody tr", new() { HasText = "HTTP 204" })).ToHaveCountAsync(1);
        Assert.True(Assert.Single(receiver.All).IsSignedBy(secret));

        await site.PublishAsync(new TestOffer { Quantity = 1 });
        await Eventually.HoldsAsync(() => receiver.All, all => all.Any(call => call.Events.Count > 0));
        string message = receiver.All.First(call => call.Events.Count > 0).MessageId;
        await Eventually.HoldsAsync(
            async () =>
            {
                await page.ReloadAsync();
                await CampaignConsole.IsAnsweringAsync(page);
                return await page.Locator("tbody tr").CountAsync();
            },
            rows => rows > 1);
        receiver.Answers = static _ => System.Net.HttpStatusCode.InternalServerError;
        await page.Locator("tbody tr .row-acts button").Last.ClickAsync();
        await Expect(page.Locator("tbody tr", new() { HasText = "HTTP 500" })).ToContainTextAsync("The receiver says 500.");
        Assert.Contains(receiver.All.Skip(2), call => call.MessageId == message);
        await Accessibility.AssertAsync(page);
        await ShowAsync(page, $"page-{which}");
        int over = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        Assert.True(over <= 0, $"{page.Url} runs {over} px over the page's side");
        await EndAsync(page, name, isKorean, which);
    }

    private static async Task<string> CreateAsync(IPage page, string name, string url, bool isKorean, string which)
    {
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await page.GetByRole(AriaRole.Button, new() { Name = isKorean ? "웹훅 만들기…" : "New webhook…" }).ClickAsync();
        ILocator create = dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? "웹훅 만들기" : "Create the webhook", Exact = true });
        await create.ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await dialog.GetByLabel(isKorean ? "이름" : "Name").FillAsync(name);
        await dialog.GetByLabel(isKorean ? "받을 주소 (https://…)" : "Address of the receiver (https://…)").FillAsync(url);
        await ShowAsync(page, $"create-{which}");
        await create.ClickAsync();
        string secret = await dialog.Locator(".one-time code").InnerTextAsync();
        await ShowAsync(page, $"secret-{which}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? "닫기" : "Close", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = name })).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);
        await ShowAsync(page, $"list-{which}");
        return secret;
    }

    private static async Task EndAsync(IPage page, string name, bool isKorean, string which)
    {
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await page.GetByRole(AriaRole.Button, new() { Name = isKorean ? "끄기…" : "Switch off…" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? "끄기" : "Switch off", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = isKorean ? "켜기…" : "Switch on…" }).ClickAsync();
        await ShowAsync(page, $"enable-{which}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? "켜기" : "Switch on", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = isKorean ? "서명 키 교체…" : "Rotate the secret…" }).ClickAsync();
        await ShowAsync(page, $"rotate-{which}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? "취소" : "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = isKorean ? "지우기…" : "Delete…" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? "웹훅 지우기" : "Delete the webhook" }).ClickAsync();
        await page.ArrivesAtAsync("**/admin/users/webhooks");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = name })).ToHaveCountAsync(0);
    }

    private static async Task ShowAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotsSetting) is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"webhooks-{name}.png"), FullPage = true });
        }
    }
}
