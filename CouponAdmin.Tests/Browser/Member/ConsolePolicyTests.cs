using Microsoft.Playwright;
using Xunit;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>The console lives under its own, looser policy: its circuit connects and nothing is blocked.</summary>
[Collection(MemberTests.Name)]
public sealed class ConsolePolicyTests
{
    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/campaigns")]
    [InlineData("/admin/campaigns/new")]
    [InlineData("/admin/campaigns/spring-drop")]
    public async Task Console_WhenOpened_BlocksNothingThatItNeeds(string path)
    {
        MemberSite site = await MemberSite.SharedAsync();
        await using ClaimStage stage = await ClaimStage.SetAsync(site, MemberView.DesktopEnglish, signedIn: false);
        TaskCompletionSource circuit = new(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => circuit.TrySetResult();
        await stage.Page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
        await MemberSite.SignInOperatorAsync(stage.Page);
        await stage.Page.ArrivesAtAsync($"**{path}");
        await circuit.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await stage.Page.Locator("main h1").First.WaitForAsync();

        stage.AssertNothingToComplainAbout();
    }

    [Fact]
    public async Task Reference_WhenOpened_BlocksNothingThatItNeeds()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.DesktopEnglish, signedIn: false);
        await stage.Page.GotoAsync("/api");
        await stage.Page.WaitForFunctionAsync("() => document.body.innerText.includes('Claims')", null, new PageWaitForFunctionOptions { Timeout = 30_000 });

        stage.AssertNothingToComplainAbout();
    }
}
