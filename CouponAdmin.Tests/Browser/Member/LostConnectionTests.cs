using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Claiming;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>Answers that are lost, networks that go and come, streams that can't be had, phones that sleep, instances that end: the member is told all the same.</summary>
[Collection(MemberTests.Name)]
public sealed class LostConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Claim_WhenItsAnswerIsLost_IsAskedAgainAndIsTheSame()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        int asked = 0;
        await stage.AnswerClaimsAsync(async route =>
        {
            // It reaches the application; what comes back is lost, twice.
            IAPIResponse answer = await route.FetchAsync();
            await (++asked <= 2 ? route.AbortAsync("connectionreset") : route.FulfillAsync(new RouteFulfillOptions { Response = answer }));
        });
        await stage.OpenAsync();
        await stage.PressAsync(ClaimMoment.AskingAgain);

        await ClaimStage.ShowsAsync(stage.Page, Patience, ClaimMoment.Issued);
        Assert.Equal(3, asked);
        Assert.Equal(1, await stage.Site.AdmittedAsync(stage.Slug));
    }

    [Fact]
    public async Task Network_WhenCutAtThePressAndRestored_GoesOnByItself()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneEnglish);
        await stage.OpenAsync();
        await stage.ShowsAsync(ClaimMoment.Open);
        await stage.Context.SetOfflineAsync(true);
        await stage.PressAsync(ClaimMoment.AskingAgain);
        Assert.Equal(0, await stage.Site.AdmittedAsync(stage.Slug));

        await stage.Context.SetOfflineAsync(false);
        await ClaimStage.ShowsAsync(stage.Page, Patience, ClaimMoment.Issued);
    }

    [Fact]
    public async Task Network_WhenCutWhileWaitingAndRestored_BringsTheCoupon()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.PublishAsync();
        await stage.HoldAsync();
        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Queued);
        await stage.Context.SetOfflineAsync(true);
        await stage.LetGoAsync();
        await stage.IsIssuedAsync();

        await stage.Context.SetOfflineAsync(false);
        await ClaimStage.ShowsAsync(stage.Page, Patience, ClaimMoment.Issued);
    }

    [Fact]
    public async Task Stream_WhenItCannotBeHad_IsReplacedByAsking()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.DesktopKorean);
        int streams = 0;
        await stage.Context.RouteAsync(IsStream, route =>
        {
            streams++;
            return route.AbortAsync();
        });
        await stage.PublishAsync();
        await stage.HoldAsync();
        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Queued);
        await stage.LetGoAsync();

        await ClaimStage.ShowsAsync(stage.Page, Patience, ClaimMoment.Issued);
        Assert.InRange(streams, 1, 4);
    }

    [Fact]
    public async Task Phone_WhenItSleptThroughTheNews_CatchesUpOnWaking()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.Context.AddInitScriptAsync("""
            window.sleeps = false;
            Object.defineProperty(document, 'hidden', { get: () => window.sleeps });
            Object.defineProperty(document, 'visibilityState', { get: () => window.sleeps ? 'hidden' : 'visible' });
            window.sleep = is => { window.sleeps = is; document.dispatchEvent(new Event('visibilitychange')); };
            """);
        await stage.PublishAsync();
        await stage.HoldAsync();
        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Queued);

        // Asleep: the stream never speaks again, as after a change of network.
        bool asleep = true;
        await stage.Context.RouteAsync(url => url.Contains("/claims/me", StringComparison.Ordinal), route => asleep ? route.AbortAsync() : route.ContinueAsync());
        await stage.Page.EvaluateAsync("() => window.sleep(true)");
        await stage.Context.SetOfflineAsync(true);
        await stage.LetGoAsync();
        await stage.IsIssuedAsync();
        asleep = false;
        await stage.Context.SetOfflineAsync(false);
        await stage.Page.EvaluateAsync("() => window.sleep(false)");

        await ClaimStage.ShowsAsync(stage.Page, TimeSpan.FromSeconds(5), ClaimMoment.Issued);
    }

    [Fact]
    public async Task Instance_WhenItEndsAndAnotherTakesItsPlace_TellsTheWaitingPageAndTheConsoleComesBack()
    {
        await using MemberSite site = await MemberSite.StartAsync();
        await using ClaimStage stage = await ClaimStage.SetAsync(site, MemberView.PhoneKorean);
        await stage.PublishAsync();
        await stage.HoldAsync();
        TaskCompletionSource streamEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Page.RequestFinished += (_, request) =>
        {
            if (IsStream(request.Url))
            {
                streamEnded.TrySetResult();
            }
        };
        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Queued);

        // In order: finished, not failed. Only then is anything recorded, so it is the successor that tells.
        Task<int> end = site.App.TerminateAsync();
        await streamEnded.Task.WaitAsync(Patience);
        await stage.LetGoAsync();
        Assert.Equal(0, await end);
        await site.App.StartAgainAsync();
        await site.App.WaitUntilReadyAsync();

        await ClaimStage.ShowsAsync(stage.Page, Patience, ClaimMoment.Issued);

        // A console's page on it: while the instance is gone it says so; its successor doesn't know the circuit, so the page is loaded anew by itself, and lives.
        await using IBrowserContext desk = await site.OpenAsync(MemberView.DesktopEnglish);
        IPage console = await OpenConsoleAsync(desk);
        await site.App.KillAsync();
        await Expect(console.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await Expect(console.Locator("#components-reconnect-modal")).ToContainTextAsync("The numbers on this page stand still");
        await Accessibility.AssertAsync(console);
        await site.App.StartAgainAsync();
        await site.App.WaitUntilReadyAsync();
        await console.WaitForFunctionAsync("() => !window.isOfBefore", null, new PageWaitForFunctionOptions { Timeout = 30_000 });
        await Expect(console.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Expect(console.Locator(".strip-facts")).ToBeVisibleAsync();
    }

    private static async Task<IPage> OpenConsoleAsync(IBrowserContext desk)
    {
        IPage page = await desk.NewPageAsync();
        await page.GotoAsync("/sign-in?returnUrl=/admin");
        await MemberSite.SignInOperatorAsync(page);
        await CampaignConsole.IsAnsweringAsync(page);
        await page.EvaluateAsync("() => { window.isOfBefore = true; }");
        return page;
    }

    private static bool IsStream(string url) => url.EndsWith("/claims/me/events", StringComparison.Ordinal);
}
