using System.Globalization;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Claiming;
using Microsoft.Playwright;
using Xunit;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>Every state in a real browser: its own words, nothing against accessibility, nothing that moves by itself, room for large text.</summary>
[Collection(MemberTests.Name)]
public sealed class ClaimStateTests
{
    /// <summary>A folder: each state is photographed into it, in every view (eng/claim-screenshots.sh).</summary>
    private const string ScreenshotsSetting = "COUPONADMIN_SCREENSHOTS";

    /// <summary>Half of what web.dev calls good (below 0.1). Under load a document comes in pieces and is painted in pieces: up to 0.015 was seen.</summary>
    public const double ShiftMax = 0.05;

    private static readonly string? Screenshots = Environment.GetEnvironmentVariable(ScreenshotsSetting);

    // In the suite each state has one view, device and language in turn; the photographer (eng/claim-screenshots.sh) plays each in both languages,
    // and asserts the same. Its interest is the phone; of the desktop a few are enough.
    private static readonly MemberView[] InTurn = [MemberView.PhoneKorean, MemberView.DesktopEnglish, MemberView.PhoneEnglish, MemberView.DesktopKorean];
    private static readonly MemberView[] Phones = [MemberView.PhoneKorean, MemberView.PhoneEnglish];
    private static readonly string[] OnDesktopToo = ["before", "queued", "issued", "my-coupons"];

    public static TheoryData<string, int> StatesAndViews()
    {
        TheoryData<string, int> data = [];
        foreach ((int turn, string state) in ClaimStates.All.Keys.Index())
        {
            foreach (MemberView view in Screenshots is null ? [InTurn[turn % InTurn.Length]] : OnDesktopToo.Contains(state, StringComparer.Ordinal) ? MemberView.All : Phones)
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
        await Accessibility.AssertAsync(stage.Page);
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

    // Twice the size: every line of text stays between the page's sides, and the page doesn't scroll sideways.
    private static async Task AssertRoomForLargeTextAsync(IPage page)
    {
        string[] cut = await page.EvaluateAsync<string[]>("""
            () => {
              document.documentElement.style.fontSize = '200%';
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const cut = document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
              for (let text = texts.nextNode(); text; text = texts.nextNode()) {
                if (!text.data.trim() || !text.parentElement.checkVisibility() || text.parentElement.closest('.unseen, .skip, .brand span')) continue;
                const range = document.createRange();
                range.selectNodeContents(text);
                const box = range.getBoundingClientRect();
                if (box.width > 0 && (box.right > innerWidth || box.left < 0)) cut.push(`${text.data.trim()} from ${box.left} to ${box.right}`);
              }
              return cut;
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
