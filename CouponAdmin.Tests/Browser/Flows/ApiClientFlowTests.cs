using System.Net.Http.Headers;
using System.Text;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>An administrator makes a client for a shop's program, changes its secret over, and ends it.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ApiClientFlowTests
{
    private const string ScreenshotsSetting = "COUPONADMIN_SCREENSHOTS";

    public static TheoryData<string> Views => ["phone", "desktop"];

    [Theory, MemberData(nameof(Views))]
    public async Task Client_WhenMadeRotatedAndRevoked_ShowsEachSecretOnceAndEndsIt(string which)
    {
        MemberSite site = await MemberSite.OfTheConsoleAsync();
        MemberView view = which == "phone" ? MemberView.PhoneKorean : new MemberView(Screen.Desktop, "en-GB", ColorScheme.Dark);
        bool isKorean = which == "phone";
        string name = isKorean ? "상점 앱" : "Shop app";
        await using IBrowserContext desk = await site.OpenAsync(view);
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync("/sign-in?returnUrl=/admin/users/api-clients");
        await new SignInPage(page).SignInAsync("admin@example.com");
        await page.ArrivesAtAsync("**/admin/users/api-clients");
        await CampaignConsole.IsAnsweringAsync(page);

        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        (string id, string first) = await CreateAsync(page, dialog, name, isKorean, which);
        Assert.Equal(200, await ExchangeAsync(site, id, first));
        Assert.DoesNotContain(first, await page.ContentAsync(), StringComparison.Ordinal);

        string second = await RotateAsync(page, dialog, name, isKorean, which);
        Assert.Equal((200, 200), (await ExchangeAsync(site, id, first), await ExchangeAsync(site, id, second)));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = isKorean ? $"{name}의 이전 비밀 키 버리기" : $"Drop old secret of {name}" })).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);
        await ShowAsync(page, $"list-{which}");

        await page.GetByRole(AriaRole.Button, new() { Name = isKorean ? $"{name}의 이전 비밀 키 버리기" : $"Drop old secret of {name}" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? "이전 비밀 키 버리기" : "Drop the old secret" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.Equal((401, 200), (await ExchangeAsync(site, id, first), await ExchangeAsync(site, id, second)));

        await page.GetByRole(AriaRole.Button, new() { Name = isKorean ? $"{name} 폐기" : $"Revoke {name}" }).ClickAsync();
        await dialog.GetByLabel(isKorean ? "이유" : "Reason").FillAsync("test");
        await ShowAsync(page, $"revoke-{which}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? $"{name} 폐기" : $"Revoke {name}" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.Locator("tr", new() { HasText = id })).ToContainTextAsync(isKorean ? "폐기" : "Revoked");
        Assert.Equal(401, await ExchangeAsync(site, id, second));
        int over = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        Assert.True(over <= 0, $"{page.Url} runs {over} px over the page's side");
    }

    private static async Task<(string Id, string Secret)> CreateAsync(IPage page, ILocator dialog, string name, bool isKorean, string which)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = isKorean ? "클라이언트 만들기…" : "New client…" }).ClickAsync();
        await dialog.GetByLabel(isKorean ? "이름 (프로그램마다 하나)" : "Name (one for each program)").FillAsync(name);
        await dialog.GetByText("campaigns:read").ClickAsync();
        await dialog.GetByText("claims:write-for-members").ClickAsync();
        await ShowAsync(page, $"create-{which}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? "클라이언트 만들기" : "Create the client", Exact = true }).ClickAsync();
        (string Id, string Secret) made = await SecretInAsync(dialog);
        await ShowAsync(page, $"secret-{which}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? "닫기" : "Close", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        return made;
    }

    private static async Task<string> RotateAsync(IPage page, ILocator dialog, string name, bool isKorean, string which)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = isKorean ? $"{name} 비밀 키 교체" : $"Rotate the secret of {name}" }).ClickAsync();
        await ShowAsync(page, $"rotate-{which}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? "새 비밀 키 만들기" : "Make a new secret" }).ClickAsync();
        (_, string secret) = await SecretInAsync(dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = isKorean ? "닫기" : "Close", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        return secret;
    }

    private static async Task<(string Id, string Secret)> SecretInAsync(ILocator dialog)
    {
        await Expect(dialog.Locator(".one-time code")).ToHaveCountAsync(2);
        string id = await dialog.Locator(".one-time code").First.InnerTextAsync();
        string secret = await dialog.Locator(".one-time code").Last.InnerTextAsync();
        Assert.Equal(secret, await dialog.Locator("[data-copy]").Last.GetAttributeAsync("data-copy"));
        return (id, secret);
    }

    private static async Task<int> ExchangeAsync(MemberSite site, string id, string secret)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("/oauth/token", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        using HttpResponseMessage answer = await site.App.Client.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static async Task ShowAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotsSetting) is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"api-clients-{name}.png") });
        }
    }
}
