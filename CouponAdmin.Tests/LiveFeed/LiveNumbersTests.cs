using AngleSharp.Dom;
using Bunit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.LiveFeed;
using Xunit;

namespace CouponAdmin.Tests.LiveFeed;

public sealed class LiveNumbersTests : ComponentTest
{
    [Fact]
    public void LiveNumbers_WhenNothingIsKnown_ShowDashesAndNeverZero()
    {
        IReadOnlyList<IElement> values = Show(pulse: null, TimeSpan.Zero).FindAll("dd");
        Assert.All(values, v => Assert.Equal("–", v.TextContent));
        Assert.All(values, v => Assert.False(string.IsNullOrEmpty(v.GetAttribute("title"))));
    }

    [Fact]
    public void LiveNumbers_WhenAPulseCame_ShowIt()
    {
        CampaignPulse pulse = TestCampaigns.Pulse() with { AdmittedPerSecond = 940.4, IssuedPerSecond = 0.26 };
        Assert.Equal(["412", "27", "561", "588", "940", "0.3", "0.3 s"], Show(pulse, TimeSpan.FromSeconds(1)).FindAll("dd").Select(v => v.TextContent));
    }

    [Fact]
    public void LiveNumbers_WhenNobodyWaits_SayNoneRatherThanAnAge() =>
        Assert.Equal("none", Show(TestCampaigns.Pulse() with { QueueDepth = 0, OldestWaiting = TimeSpan.Zero }, TimeSpan.Zero).FindAll("dd")[^1].TextContent);

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void LiveNumbers_WhenOlderThanTwoSeconds_TellTheirAge(int seconds, bool tells) =>
        Assert.Equal(tells, Show(TestCampaigns.Pulse(), TimeSpan.FromSeconds(seconds)).FindAll(".age").Count == 1);

    private IRenderedComponent<LiveNumbers> Show(CampaignPulse? pulse, TimeSpan age) => Render<LiveNumbers>(p => p
        .Add(n => n.Campaign, TestCampaigns.View(CampaignState.Open))
        .Add(n => n.Reading, new LiveReading(pulse, age, TestCampaigns.Noon)));
}
