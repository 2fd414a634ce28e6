using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Web.Claiming;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>Somebody who is not signed in presses the button, and comes back to it: to sign in or to register is no way out of the sale.</summary>
[Collection(ConsoleTests.Name)]
public sealed class NewcomerTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task SignedOut_WhenPressed_ComesBackSignedInAndGetsACoupon(bool isNew)
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.OfTheConsoleAsync(), MemberView.PhoneKorean, signedIn: false);
        await stage.OpenAsync();
        await stage.ShowsAsync(ClaimMoment.SignedOut);
        await stage.Press.ClickAsync();
        await stage.Page.ArrivesAtAsync("**/sign-in?*");
        if (isNew)
        {
            await stage.Page.Locator("main a[href^='/register']").ClickAsync();
            await stage.Page.ArrivesAtAsync("**/register?*");
            await MemberSite.RegisterAsync(stage.Page);
        }
        else
        {
            await new SignInPage(stage.Page).SignInAsync("member3@example.com");
        }

        await stage.Page.ArrivesAtAsync($"**/c/{stage.Slug}");
        await stage.PressAsync(ClaimMoment.Issued);

        Assert.Matches("^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$", await stage.CodeAsync());
        Assert.Equal(1, await stage.Site.AdmittedAsync(stage.Slug));
        stage.AssertNothingToComplainAbout();
    }
}
