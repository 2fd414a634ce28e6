using System.Globalization;
using CouponAdmin.Web.Claiming;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>Every state in a real browser: its own words, nothing against accessibility, nothing that moves by itself, room for large text.</summary>
[Collection(MemberTests.Name)]
public sealed class ClaimStateTests
{
    /// <summary>A folder: each state is photographed into it, in every view (eng/claim-screenshots.sh).</summary>
    private const string ScreenshotsSetting = "COUPONADMIN_SCREENSHOTS";

    private const double ShiftMax = 0.005;

    private static readonly string? Screenshots = Environment.GetEnvironmentVariable(ScreenshotsSetting);

    // Both devices and both languages; the photographer takes all four.
    private static readonly IEnumerable<MemberView> Views = Screenshots is null ? [MemberView.PhoneKorean, MemberView.DesktopEnglish] : MemberView.All;

    public static TheoryData<string, int> StatesAndViews()
    {
        TheoryData<string, int> data = [];
        foreach (string state in ClaimStates.All.Keys)
        {
            foreach (MemberView view in Views)
            {
                data.Add(state, MemberView.All.ToList().IndexOf(view));
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(StatesAndViews))]
    public async Task ClaimPage_InEveryState_IsSaidShownAndReachable(string state, int view)
    {
        ClaimStates.Scene scene = ClaimStates.All[state];
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.All[view], scene.SignedIn);
        await scene.PlayAsync(stage);

        await AssertWordsAsync(stage, ClaimStates.MomentOf(state));
        Assert.InRange(await stage.ShiftedAsync(), 0, ShiftMax);
        await AssertAccessibleAsync(stage.Page);
        await PhotographAsync(stage, state);
        await AssertRoomForLargeTextAsync(stage.Page);
        stage.AssertNothingToComplainAbout();
    }

    private static async Task AssertWordsAsync(ClaimStage stage, ClaimMoment? moment)
    {
        Assert.Equal(stage.View.Culture.TwoLetterISOLanguageName, await stage.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.DoesNotContain("{", await stage.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        if (moment is not { } known)
        {
            return;
        }

        CultureInfo.CurrentUICulture = stage.View.Culture;
        ClaimWords words = ClaimWords.Of(known);
        string said = await stage.Page.Locator("main").InnerTextAsync();
        foreach (string sentence in new[] { words.Heading, words.Detail }.Where(text => !text.Contains('{', StringComparison.Ordinal)))
        {
            Assert.Contains(sentence, said, StringComparison.Ordinal);
        }
    }

    private static async Task AssertAccessibleAsync(IPage page)
    {
        AxeResult result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(v =>
            $"{v.Id}: {v.Help}\n  {string.Join("\n  ", v.Nodes.Select(node => $"{node.Html} {string.Join(' ', node.Any.Select(check => check.Message))}"))}")));
    }

    // Twice the size: nothing is cut at the side, and nothing is written over anything else's box.
    private static async Task AssertRoomForLargeTextAsync(IPage page)
    {
        string[] cut = await page.EvaluateAsync<string[]>("""
            () => {
              document.documentElement.style.fontSize = '200%';
              const wide = [...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && !e.closest('svg'))
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline');
              const all = wide.map(e => `${e.tagName}.${e.className}#${e.id} ${e.textContent.trim().slice(0, 40)} ${e.scrollWidth}>${e.clientWidth}`);
              return document.documentElement.scrollWidth > innerWidth ? [`page ${document.documentElement.scrollWidth}`, ...all] : all;
            }
            """);
        Assert.Empty(cut);
    }

    private static async Task PhotographAsync(ClaimStage stage, string state)
    {
        if (Screenshots is not null)
        {
            await stage.Page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Combine(Screenshots, $"claim-{state}-{stage.View.Name}.png"), Scale = ScreenshotScale.Css, Animations = ScreenshotAnimations.Disabled,
            });
        }
    }
}
