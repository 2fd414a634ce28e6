using System.Globalization;
using System.Net;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Claiming;
using Microsoft.Playwright;
using Xunit;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>One press is one claim, whatever happens to the page, its tabs, its clock and its button.</summary>
[Collection(MemberTests.Name)]
public sealed class ClaimFlowTests
{
    private const int OpensInSeconds = 6;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task Button_WhenTheDeviceClockIsWrong_OpensByItselfAtTheStoresMoment(int minutesWrong)
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.Context.AddInitScriptAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            const real = Date;
            window.Date = class extends real {
              constructor(...given) { given.length ? super(...given) : super(real.now() + {{minutesWrong}} * 60000); }
              static now() { return real.now() + {{minutesWrong}} * 60000; }
            };
            """));
        await stage.PublishAsync(new TestOffer { OpensIn = TimeSpan.FromSeconds(OpensInSeconds) });
        List<string> requests = [];
        stage.Page.Request += (_, request) => requests.Add(request.Url);
        await stage.GoAsync();
        await stage.ShowsAsync(ClaimMoment.Before);
        Assert.Equal("true", await stage.Press.GetAttributeAsync("aria-disabled"));

        await ClaimStage.ShowsAsync(stage.Page, Soon, ClaimMoment.Open);
        Assert.Equal("open", await stage.Site.StateAsync(stage.Slug));

        // No storm: the clock and the member's own state were asked for once each, nothing for the opening itself.
        Assert.Equal(2, requests.Count(url => url.Contains("/api/", StringComparison.Ordinal)));
        await stage.PressAsync(ClaimMoment.Issued);
    }

    [Fact]
    public async Task Press_WhenTheAnswerIsSlow_ShowsProgressInTheNextFrame()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.AnswerClaimsAsync(_ => Task.CompletedTask);
        await stage.OpenAsync();
        await stage.ShowsAsync(ClaimMoment.Open);

        string moment = await stage.Page.EvaluateAsync<string>("""
            () => new Promise(done => {
              document.getElementById('press').click();
              requestAnimationFrame(() => requestAnimationFrame(() => done(document.getElementById('claim').dataset.moment)));
            })
            """);
        Assert.Equal("asking", moment);
    }

    [Fact]
    public async Task Press_WhenDoubledInTwoTabs_IsOneClaim()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.DesktopEnglish);
        await stage.OpenAsync();
        IPage other = await stage.OpenTabAsync();
        await other.GotoAsync($"/c/{stage.Slug}");
        await stage.ShowsAsync(ClaimMoment.Open);
        await ClaimStage.ShowsAsync(other, Soon, ClaimMoment.Open);

        await Task.WhenAll(stage.Press.DblClickAsync(), other.Locator("#press").ClickAsync());
        await stage.ShowsAsync(ClaimMoment.Issued);
        await ClaimStage.ShowsAsync(other, Soon, ClaimMoment.Issued);

        Assert.Equal(await stage.CodeAsync(), await other.Locator("#code").InnerTextAsync());
        Assert.Equal(1, await stage.Site.AdmittedAsync(stage.Slug));
    }

    [Fact]
    public async Task Press_WhenTheSaleAsksForProof_FindsItAndGetsTheCoupon()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.PublishAsync();
        await stage.Site.ChallengeAsync(stage.Slug);
        using HttpResponseMessage program = await stage.Site.ClaimAsync(stage.Slug, "a program that only asks");
        Assert.Equal(HttpStatusCode.Forbidden, program.StatusCode);

        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Issued);

        Assert.Equal(1, await stage.Site.AdmittedAsync(stage.Slug));
        stage.AssertNothingToComplainAbout();
    }

    [Fact]
    public async Task Place_WhenReloadedAndComeBackTo_IsKept()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.PublishAsync();
        await stage.HoldAsync();
        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Queued);
        string place = await stage.Page.Locator("#place").InnerTextAsync();

        await stage.Page.ReloadAsync();
        await stage.ShowsAsync(ClaimMoment.Queued);
        Assert.Equal(place, await stage.Page.Locator("#place").InnerTextAsync());

        await stage.Page.GotoAsync("/");
        await stage.LetGoAsync();
        await stage.Page.GoBackAsync();
        await stage.ShowsAsync(ClaimMoment.Issued);
        Assert.Equal(1, await stage.Site.AdmittedAsync(stage.Slug));
        stage.AssertNothingToComplainAbout();
    }

    [Fact]
    public async Task Tab_WhenClosedWhileWaiting_FindsAllUnderMyCoupons()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean, signedIn: false);
        await stage.Page.GotoAsync("/register?returnUrl=/my/coupons");
        await MemberSite.RegisterAsync(stage.Page);
        await stage.Page.ArrivesAtAsync("**/my/coupons");
        await stage.PublishAsync();
        await stage.HoldAsync();
        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Queued);
        await stage.Page.CloseAsync();

        IPage later = await stage.OpenTabAsync();
        await later.GotoAsync("/my/coupons");
        Assert.Contains("접수되었습니다", await later.Locator("main li").InnerTextAsync(), StringComparison.Ordinal);

        await stage.LetGoAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                await later.ReloadAsync();
                return await later.Locator("main li").InnerTextAsync();
            },
            text => text.Contains("발급되었습니다", StringComparison.Ordinal));
        Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$", await later.Locator("main .code").InnerTextAsync());
    }

    [Fact]
    public async Task Coupon_WhenCopiedAndShared_IsTheCode()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await stage.Context.AddInitScriptAsync("navigator.share = shared => { window.shared = shared; return Promise.resolve(); };");
        await stage.OpenAsync();
        await stage.PressAsync(ClaimMoment.Issued);
        string code = await stage.CodeAsync();

        await stage.Press.ClickAsync();
        await stage.Page.WaitForFunctionAsync("() => document.getElementById('press').textContent === '복사했습니다'");
        Assert.Equal(code, await stage.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));

        await stage.Page.Locator("#share").ClickAsync();
        Assert.Contains(code, await stage.Page.EvaluateAsync<string>("() => window.shared.text"), StringComparison.Ordinal);
        stage.AssertNothingToComplainAbout();
    }

    [Fact]
    public async Task Qr_WhenNotOpened_IsNotEvenLoaded()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        List<string> pictures = [];
        stage.Page.Request += (_, request) =>
        {
            if (request.ResourceType == "image")
            {
                pictures.Add(request.Url);
            }
        };
        await stage.OpenAsync();
        await stage.PressAsync(ClaimMoment.Issued);
        Assert.DoesNotContain(pictures, url => url.Contains("qr.svg", StringComparison.Ordinal));

        await stage.Page.Locator("#coupon summary").ClickAsync();
        await stage.Page.WaitForFunctionAsync("() => document.querySelector('#coupon .qr img').naturalWidth > 0");
        Assert.Contains(pictures, url => url.Contains("/me/qr.svg?ticket=", StringComparison.Ordinal));
    }
}
