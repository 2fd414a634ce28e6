using System.Globalization;
using CouponAdmin.Web.Claiming;
using Xunit;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>The way through the page by keyboard, and what a screen reader is told: each change once, and the focus stays where the reader is.</summary>
[Collection(MemberTests.Name)]
public sealed class AnnouncementTests
{
    [Fact]
    public async Task Member_WhenUsingTheKeyboard_MeetsEverythingInReadingOrder()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.OpenAsync();
        await stage.ShowsAsync(ClaimMoment.Open);

        List<string> met = [];
        for (int step = 0; step < 6; step++)
        {
            await stage.Page.Keyboard.PressAsync("Tab");
            met.Add(await stage.Page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.className || document.activeElement.getAttribute('href').split('?')[0]+ (document.activeElement.lang ?? '')"));
        }

        Assert.Equal(["skip", "brand", "/my/coupons", "/languageko", "/languageen", "press"], met);

        await stage.Page.ReloadAsync();
        await stage.ShowsAsync(ClaimMoment.Open);
        await stage.Page.Keyboard.PressAsync("Tab");
        await stage.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await stage.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        await stage.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("press", await stage.Page.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    [Fact]
    public async Task Claim_WhenAskedByKeyboard_IsToldStepByStepAndKeepsTheFocus()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.OpenAsync();
        await stage.ShowsAsync(ClaimMoment.Open);
        await stage.HoldAsync();
        await stage.Page.EvaluateAsync("""
            () => {
              window.told = [];
              const region = document.getElementById('heading').closest('[aria-live=polite]');
              new MutationObserver(() => {
                const now = region.textContent.trim();
                if (window.told.at(-1) !== now) window.told.push(now);
              }).observe(region, { subtree: true, childList: true, characterData: true });
            }
            """);

        await stage.Press.FocusAsync();
        await stage.Page.Keyboard.PressAsync("Enter");
        await stage.ShowsAsync(ClaimMoment.Queued);
        await stage.LetGoAsync();
        await stage.ShowsAsync(ClaimMoment.Issued);

        string[] told = await stage.Page.EvaluateAsync<string[]>("() => window.told");
        CultureInfo.CurrentUICulture = stage.View.Culture;
        ClaimMoment[] moments = [ClaimMoment.Asking, ClaimMoment.Queued, ClaimMoment.Issued];
        Assert.Equal(moments.Select(moment => ClaimWords.Of(moment).Heading), told);
        Assert.Equal("press", await stage.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        Assert.Equal("off", await stage.Page.Locator("#countdown").GetAttributeAsync("aria-live"));
    }
}
