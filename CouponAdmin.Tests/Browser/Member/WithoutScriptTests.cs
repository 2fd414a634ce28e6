using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>The whole way with scripts off: sign in and come back, press, wait, see the coupon, come again.</summary>
[Collection(MemberTests.Name)]
public sealed class WithoutScriptTests
{
    [Fact]
    public async Task Member_WhenScriptsAreOff_GetsTheCouponByFormAndReload()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean, signedIn: false, scripts: false);
        await stage.OpenAsync();
        await stage.Press.ClickAsync();
        await stage.Page.ArrivesAtAsync("**/sign-in?*");
        await stage.Page.Locator("a[href^='/register']").ClickAsync();
        await MemberSite.RegisterAsync(stage.Page);
        await stage.Page.ArrivesAtAsync($"**/c/{stage.Slug}");

        await stage.HoldAsync();
        await stage.Press.ClickAsync();
        await stage.Page.ArrivesAtAsync($"**/c/{stage.Slug}/me");
        Assert.Contains("접수되었습니다", await stage.Page.Locator("#heading").InnerTextAsync(), StringComparison.Ordinal);
        await stage.LetGoAsync();

        // The page loads itself again while it waits.
        await stage.Page.Locator("#code").WaitForAsync();
        string code = await stage.CodeAsync();
        await stage.Page.Locator("#coupon summary").ClickAsync();
        await Assertions.Expect(stage.Page.Locator("#coupon .qr img")).ToBeVisibleAsync();

        await stage.Page.ReloadAsync();
        Assert.Equal(code, await stage.CodeAsync());
        await stage.GoAsync();
        await stage.Press.ClickAsync();
        await stage.Page.ArrivesAtAsync($"**/c/{stage.Slug}/me");
        Assert.Equal(code, await stage.CodeAsync());
        Assert.Equal(1, await stage.Site.AdmittedAsync(stage.Slug));
    }

    [Theory]
    [InlineData("paused", "잠시 멈추었습니다")]
    [InlineData("sold-out", "모두 소진되었습니다")]
    [InlineData("closed", "종료되었습니다")]
    [InlineData("challenged", "자바스크립트가 필요합니다")]
    public async Task Refusal_WhenScriptsAreOff_HasItsOwnWords(string refusal, string words)
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean, scripts: false);
        await stage.OpenAsync(new TestOffer { Quantity = 1 });
        await (refusal switch
        {
            "paused" => stage.Site.PauseAsync(stage.Slug),
            "closed" => stage.Site.CloseAsync(stage.Slug),
            "challenged" => stage.Site.ChallengeAsync(stage.Slug),
            _ => stage.Site.ClaimAsync(stage.Slug, "quicker"),
        });

        await stage.Press.ClickAsync();
        await stage.Page.ArrivesAtAsync($"**/c/{stage.Slug}/me*");
        Assert.Equal(words, await stage.Page.Locator("#heading").InnerTextAsync());
    }
}
