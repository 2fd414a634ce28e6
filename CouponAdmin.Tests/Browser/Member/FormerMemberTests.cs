using CouponAdmin.Web.Claiming;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>A page that shows somebody's coupon looks again when it is seen again, and keeps nothing of a member who signed out.</summary>
[Collection(MemberTests.Name)]
public sealed class FormerMemberTests
{
    // What the browser tells a page that goes into its history and comes back out of it.
    private const string Leave = "() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))";
    private const string ComeBack = "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))";
    private const string SeenAgain = "() => document.dispatchEvent(new Event('visibilitychange'))";
    private const string Kept = "() => document.body.innerText + JSON.stringify(sessionStorage)";

    [Fact]
    public async Task ClaimPage_WhenItComesBackAfterSigningOut_ShowsNothingOfTheMember()
    {
        await using ClaimStage stage = await IssuedAsync();
        string code = await stage.CodeAsync();

        await stage.Page.EvaluateAsync(Leave);
        Assert.DoesNotContain(code, await stage.Page.ContentAsync(), StringComparison.Ordinal);
        await stage.Context.ClearCookiesAsync();
        await stage.Page.EvaluateAsync(ComeBack);

        await stage.ShowsAsync(ClaimMoment.SignedOut);
        Assert.DoesNotContain(code, await stage.Page.ContentAsync() + await stage.Page.EvaluateAsync<string>(Kept), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClaimPage_WhenItComesBackToTheSameMember_ShowsTheCouponAgain()
    {
        await using ClaimStage stage = await IssuedAsync();
        string code = await stage.CodeAsync();

        await stage.Page.EvaluateAsync(Leave);
        await stage.Page.EvaluateAsync(ComeBack);

        await stage.ShowsAsync(ClaimMoment.Issued);
        Assert.Equal(code, await stage.CodeAsync());
        stage.AssertNothingToComplainAbout();
    }

    [Fact]
    public async Task ClaimPage_WhenTheCouponWasRevoked_SaysSoAsSoonAsItIsSeen()
    {
        await using ClaimStage stage = await IssuedAsync();
        string code = await stage.CodeAsync();
        await stage.Site.RevokeAsync(stage.Slug, 1);

        await stage.Page.EvaluateAsync(SeenAgain);

        await stage.ShowsAsync(ClaimMoment.Revoked);
        Assert.DoesNotContain(code, await stage.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClaimPage_WhenAnotherMemberSignedIn_ShowsOnlyTheirs()
    {
        await using ClaimStage stage = await IssuedAsync();
        string code = await stage.CodeAsync();
        await stage.Page.Locator("#coupon summary").ClickAsync();
        await SignInAsAnotherAsync(stage);

        // No claim of theirs yet: the page is what everybody gets.
        await stage.Page.EvaluateAsync(SeenAgain);
        await stage.ShowsAsync(ClaimMoment.Open);
        Assert.DoesNotContain(code, await stage.Page.ContentAsync(), StringComparison.Ordinal);
        await stage.PressAsync(ClaimMoment.Issued);

        Assert.NotEqual(code, await stage.CodeAsync());
        Assert.False(await stage.Page.Locator("#coupon img").IsVisibleAsync());
    }

    [Theory]
    [InlineData("/c/{0}/me")]
    [InlineData("/my/coupons")]
    public async Task PersonalPage_WhenItIsSeenAgain_IsLookedAtAgain(string address)
    {
        await using ClaimStage stage = await IssuedAsync();
        string code = await stage.CodeAsync();
        await stage.Page.GotoAsync(address.Replace("{0}", stage.Slug, StringComparison.Ordinal));
        await Expect(stage.Page.GetByText(code)).ToBeVisibleAsync();
        await stage.Site.RevokeAsync(stage.Slug, 1);

        await stage.Page.EvaluateAsync(SeenAgain);
        await Expect(stage.Page.GetByText(code)).ToHaveCountAsync(0);
        await Expect(stage.Page.Locator("main")).ToContainTextAsync("쿠폰이 회수되었습니다");
    }

    [Theory]
    [InlineData("/c/{0}/me")]
    [InlineData("/my/coupons")]
    public async Task PersonalPage_WhenItComesBackAfterSigningOut_ShowsNothingOfTheMember(string address)
    {
        await using ClaimStage stage = await IssuedAsync();
        string code = await stage.CodeAsync();
        await stage.Page.GotoAsync(address.Replace("{0}", stage.Slug, StringComparison.Ordinal));
        await Expect(stage.Page.GetByText(code)).ToBeVisibleAsync();

        await stage.Page.EvaluateAsync(Leave);
        Assert.DoesNotContain(code, await stage.Page.ContentAsync(), StringComparison.Ordinal);
        await stage.Context.ClearCookiesAsync();
        await stage.Page.EvaluateAsync(ComeBack);

        await stage.Page.ArrivesAtAsync("**/sign-in?*");
    }

    private static async Task<ClaimStage> IssuedAsync()
    {
        ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.OpenAsync();
        await stage.PressAsync(ClaimMoment.Issued);
        return stage;
    }

    private static async Task SignInAsAnotherAsync(ClaimStage stage)
    {
        await stage.Context.ClearCookiesAsync();
        IPage other = await stage.OpenTabAsync();
        await other.GotoAsync("/register?returnUrl=/my/passkeys");
        await MemberSite.RegisterAsync(other);
        await other.ArrivesAtAsync("**/my/passkeys");
        await other.CloseAsync();
    }
}
