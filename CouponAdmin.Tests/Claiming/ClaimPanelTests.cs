using System.Globalization;
using Bunit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Claiming;
using Xunit;

namespace CouponAdmin.Tests.Claiming;

public sealed class ClaimPanelTests : BunitContext
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 22, 3, 0, 0, TimeSpan.Zero);

    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    public ClaimPanelTests() => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ko");

    [Fact]
    public void Panel_WhenScheduled_CountsDownWithAClosedButton()
    {
        IRenderedComponent<ClaimPanel> panel = RenderPanel(View(CampaignState.Scheduled, Noon.AddSeconds(-12)), ClaimMoment.Before);

        Assert.Equal("12:00에 열립니다", panel.Find("#heading").TextContent);
        Assert.Equal("00:00:12", panel.Find("#countdown").TextContent);
        Assert.True(panel.Find("#press").HasAttribute("disabled"));
    }

    [Fact]
    public void Panel_WhenOpen_PostsToItsOwnAddress()
    {
        IRenderedComponent<ClaimPanel> panel = RenderPanel(View(CampaignState.Open, Noon), ClaimMoment.Open);

        Assert.Equal("/c/spring", panel.Find("form").GetAttribute("action"));
        Assert.Equal("post", panel.Find("form").GetAttribute("method"));
        Assert.False(panel.Find("#press").HasAttribute("disabled"));
        Assert.True(panel.Find("#countdown").HasAttribute("hidden"));
    }

    [Fact]
    public void Panel_WhenIssued_ShowsCodeNumberAndLastDay()
    {
        MyClaim claim = new("spring", ClaimStatus.Issued, 1) { Code = "7QK2-M4TD-9XRA-C0HE", Number = 37, IssuedAt = Noon, ValidUntil = Noon.AddDays(30) };

        IRenderedComponent<ClaimPanel> panel = RenderPanel(View(CampaignState.Open, Noon), ClaimMoment.Issued, claim);

        Assert.Equal("7QK2-M4TD-9XRA-C0HE", panel.Find("#code").TextContent);
        Assert.Equal("37번째 쿠폰 · 2027년 1월 21일까지", panel.Find("#code-facts").TextContent);
    }

    [Fact]
    public void Panel_WhenSoldOut_SaysWhenTheLastOneWent()
    {
        CampaignView view = View(CampaignState.SoldOut, Noon.AddMinutes(5)) with { SoldOutAt = Noon.AddSeconds(3) };

        IRenderedComponent<ClaimPanel> panel = RenderPanel(view, ClaimMoment.SoldOut);

        Assert.StartsWith("마지막 쿠폰은 12:00:03에 발급되었습니다.", panel.Find("#detail").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ClaimWordsTests.Moments), MemberType = typeof(ClaimWordsTests))]
    public void Panel_WhenAnyMoment_LeavesNoPlaceholderAndNamesItsToneWithAnIcon(ClaimMoment moment)
    {
        IRenderedComponent<ClaimPanel> panel = RenderPanel(View(CampaignState.Open, Noon), moment, new MyClaim("spring", ClaimStatus.Refused, 7));

        Assert.DoesNotContain("{", panel.Find(".panel-body").TextContent, StringComparison.Ordinal);
        Assert.NotNull(panel.Find("#icon svg"));
    }

    protected override void Dispose(bool disposing)
    {
        CultureInfo.CurrentUICulture = _before;
        base.Dispose(disposing);
    }

    private IRenderedComponent<ClaimPanel> RenderPanel(CampaignView campaign, ClaimMoment moment, MyClaim? claim = null) => Render<ClaimPanel>(parameters => parameters
        .Add(panel => panel.Campaign, campaign)
        .Add(panel => panel.Moment, moment)
        .Add(panel => panel.Claim, claim));

    private static CampaignView View(CampaignState state, DateTimeOffset now) => new(
        "spring", "봄맞이 10%", "", state, 1000, 412, Noon, Noon.AddHours(1), new Benefit(BenefitKind.Percent, 10), 30,
        null, QueueTtlPolicy.Honour, Noon.AddDays(-1), now);
}
