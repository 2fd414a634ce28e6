using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Claiming;
using Microsoft.Playwright;
using Xunit;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>A browser has six connections to a site over HTTP/1.1: a member with more tabs than that has one stream for all of them.</summary>
[Collection(MemberTests.Name)]
public sealed class ManyTabsTests
{
    private const int Tabs = 7;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Tabs_WhenAMemberWaitsInSeven_ShareOneStreamAndAllShowTheCoupon()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        Streams streams = new(stage.Context, "/claims/me/events");
        await stage.PublishAsync();
        await stage.HoldAsync();
        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Queued);

        List<IPage> tabs = await OpenTabsAsync(stage, ClaimMoment.Queued);
        Assert.Equal(1, streams.Open);

        // The tab that has the stream goes: another takes it over, and the news comes all the same.
        await stage.Page.CloseAsync();
        await stage.LetGoAsync();
        await Task.WhenAll(tabs.Select(tab => ClaimStage.ShowsAsync(tab, Patience, ClaimMoment.Issued)));

        // While a turn is handed over, the browser reports the end of one stream after the beginning of the next.
        Assert.InRange(streams.MostAtOnce, 1, 3);
        Assert.Equal(1, await stage.Site.AdmittedAsync(stage.Slug));
        stage.AssertNothingToComplainAbout();
    }

    [Fact]
    public async Task Tabs_WhenSevenFollowASoldOutCampaign_ShareOneStreamAndAllShowWhatWasAdded()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        Streams streams = new(stage.Context, "/events");
        await stage.PublishAsync(new TestOffer { Quantity = 1 });
        (await stage.Site.ClaimAsync(stage.Slug, "quicker")).Dispose();
        await stage.GoAsync();
        await stage.ShowsAsync(ClaimMoment.SoldOut);

        List<IPage> tabs = await OpenTabsAsync(stage, ClaimMoment.SoldOut);
        Assert.Equal(1, streams.Open);
        await stage.Site.RaiseAsync(stage.Slug, 10);

        await Task.WhenAll(tabs.Append(stage.Page).Select(tab => ClaimStage.ShowsAsync(tab, Patience, ClaimMoment.Added)));
        Assert.Equal(1, streams.MostAtOnce);
    }

    [Fact]
    public async Task Tab_WhenItIsHidden_GivesItsStreamUpAndCatchesUpWhenSeen()
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.Context.AddInitScriptAsync("""
            window.sleeps = false;
            Object.defineProperty(document, 'hidden', { get: () => window.sleeps });
            window.sleep = is => { window.sleeps = is; document.dispatchEvent(new Event('visibilitychange')); };
            """);
        Streams streams = new(stage.Context, "/claims/me/events");
        await stage.PublishAsync();
        await stage.HoldAsync();
        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Queued);
        await Eventually.HoldsAsync(() => streams.Open, open => open == 1);

        await stage.Page.EvaluateAsync("() => window.sleep(true)");
        await Eventually.HoldsAsync(() => streams.Open, open => open == 0);
        await stage.LetGoAsync();
        await stage.IsIssuedAsync();
        await stage.Page.EvaluateAsync("() => window.sleep(false)");

        await stage.ShowsAsync(ClaimMoment.Issued);
    }

    [Theory]
    [InlineData("Object.defineProperty(navigator, 'locks', { value: undefined });")]
    [InlineData("delete window.BroadcastChannel;")]
    public async Task Tab_WhenTheBrowserCannotShare_FollowsByItself(string without)
    {
        await using ClaimStage stage = await ClaimStage.SetAsync(await MemberSite.SharedAsync(), MemberView.PhoneKorean);
        await stage.Context.AddInitScriptAsync(without);
        await stage.PublishAsync();
        await stage.HoldAsync();
        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Queued);

        await stage.LetGoAsync();
        await stage.ShowsAsync(ClaimMoment.Issued);
        stage.AssertNothingToComplainAbout();
    }

    private static async Task<List<IPage>> OpenTabsAsync(ClaimStage stage, ClaimMoment shown)
    {
        List<IPage> tabs = [];
        for (int i = 1; i < Tabs; i++)
        {
            IPage tab = await stage.OpenTabAsync();
            await tab.GotoAsync($"/c/{stage.Slug}");
            await ClaimStage.ShowsAsync(tab, Patience, shown);
            tabs.Add(tab);
        }

        return tabs;
    }

    /// <summary>The event streams that the browser has open.</summary>
    private sealed class Streams
    {
        private readonly HashSet<IRequest> _open = [];
        private readonly string _end;

        public Streams(IBrowserContext context, string end)
        {
            _end = end;
            context.Request += (_, request) => Note(request, () => _open.Add(request));
            context.RequestFinished += (_, request) => Note(request, () => _open.Remove(request));
            context.RequestFailed += (_, request) => Note(request, () => _open.Remove(request));
        }

        public int Open => _open.Count;

        public int MostAtOnce { get; private set; }

        private void Note(IRequest request, Action change)
        {
            if (request.Url.EndsWith(_end, StringComparison.Ordinal))
            {
                change();
                MostAtOnce = Math.Max(MostAtOnce, _open.Count);
            }
        }
    }
}
