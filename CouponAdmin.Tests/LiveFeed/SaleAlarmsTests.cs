using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.LiveFeed;
using Xunit;

namespace CouponAdmin.Tests.LiveFeed;

public sealed class SaleAlarmsTests
{
    [Fact]
    public void SaleAlarms_WhenAllIsWell_AreNone() => Assert.Empty(Alarms(TestCampaigns.View(), TestCampaigns.Pulse(), age: 1));

    [Theory]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    public void SaleAlarms_WhenNoPulseForFiveSeconds_SaySo(int age, int alarms)
    {
        Assert.Equal(alarms, Alarms(TestCampaigns.View(), TestCampaigns.Pulse(), age).Count);
        Assert.Equal(alarms, Alarms(TestCampaigns.View(), pulse: null, age).Count);
    }

    [Theory]
    [InlineData(CampaignState.Draft)]
    [InlineData(CampaignState.Closed)]
    [InlineData(CampaignState.Archived)]
    public void SaleAlarms_WhenTheSaleNeedsNoStore_AcceptSilence(CampaignState state) =>
        Assert.Empty(Alarms(TestCampaigns.View(state), pulse: null, age: 60));

    [Theory]
    [InlineData(300, 0)]
    [InlineData(301, 1)]
    public void SaleAlarms_WhenTheOldestWaitsOverItsTimeToLive_SaySo(int seconds, int alarms) =>
        Assert.Equal(alarms, Alarms(TestCampaigns.View(), TestCampaigns.Pulse() with { OldestWaiting = TimeSpan.FromSeconds(seconds) }, age: 1).Count);

    [Theory]
    [InlineData(600, 0)]
    [InlineData(601, 1)]
    public void SaleAlarms_WhenTheCampaignNamesNoTimeToLive_TakeTheSystems(int seconds, int alarms) => Assert.Equal(
        alarms,
        Alarms(TestCampaigns.View() with { QueueTtlSeconds = null }, TestCampaigns.Pulse() with { OldestWaiting = TimeSpan.FromSeconds(seconds) }, age: 1).Count);

    [Theory]
    [InlineData(true, 3, 1)]
    [InlineData(true, 1, 0)]
    [InlineData(false, 3, 0)]
    public void SaleAlarms_WhenCacheAndDatabaseDisagreeForLonger_SaySo(bool disagrees, int seconds, int alarms) => Assert.Equal(
        alarms,
        Alarms(TestCampaigns.View(), TestCampaigns.Pulse() with { Disagrees = disagrees, DisagreesFor = TimeSpan.FromSeconds(seconds) }, age: 1).Count);

    [Theory]
    [InlineData(CampaignState.Scheduled, true, 1)]
    [InlineData(CampaignState.Scheduled, false, 0)]
    [InlineData(CampaignState.Paused, true, 0)]
    public void SaleAlarms_WhenPausedBeforeTheOpening_SayThatItWontOpen(CampaignState state, bool isPaused, int alarms) =>
        Assert.Equal(alarms, Alarms(TestCampaigns.View(state) with { IsPaused = isPaused }, TestCampaigns.Pulse(state), age: 1).Count);

    [Fact]
    public void CampaignPulse_WhenReadAgain_TellsPaceAndHowLongItDisagrees()
    {
        CampaignPulse first = TestCampaigns.Pulse() with { Disagrees = true };
        CampaignPulse second = (first with { Admitted = first.Admitted + 50, StoreTime = first.StoreTime.AddSeconds(5) }).WithRatesSince(first);
        CampaignPulse third = (second with { StoreTime = second.StoreTime.AddSeconds(5), Disagrees = false }).WithRatesSince(second);

        Assert.Equal((10.0, 10.0, TimeSpan.FromSeconds(5)), (second.AdmittedPerSecond, second.Pace, second.DisagreesFor));
        Assert.Equal((0.0, TimeSpan.Zero), (third.AdmittedPerSecond, third.DisagreesFor));
        Assert.InRange(third.Pace!.Value, 5, 7);
    }

    [Theory]
    [InlineData(CampaignState.Open, 4.12, "≈ 12:03:40 KST")]
    [InlineData(CampaignState.Open, 0.06, "before it closes")]
    [InlineData(CampaignState.Open, 0.0, "Hardly anything")]
    [InlineData(CampaignState.Paused, 4.12, null)]
    public void SaleForecast_WhenThePaceIsKnown_ProjectsTheEnd(CampaignState state, double pace, string? words)
    {
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo("en");
        string? said = SaleForecast.Of(
            TestCampaigns.View(state), new LiveReading(TestCampaigns.Pulse(state) with { Pace = pace }, TimeSpan.Zero, TestCampaigns.Noon));
        if (words is null)
        {
            Assert.Null(said);
        }
        else
        {
            Assert.Contains(words, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void LiveReading_WhenTheViewIsNewerThanThePulse_TakesItsState()
    {
        CampaignPulse pulse = TestCampaigns.Pulse(CampaignState.Open);
        CampaignView paused = TestCampaigns.View(CampaignState.Paused);

        var reading = new LiveReading(pulse, TimeSpan.Zero, TestCampaigns.Noon);
        Assert.Equal(CampaignState.Open, reading.StateOf(paused));
        Assert.Equal(CampaignState.Paused, reading.StateOf(paused with { ServerTime = pulse.StoreTime.AddMilliseconds(1) }));
    }

    [Theory]
    [InlineData(CampaignState.Scheduled, 30)]
    [InlineData(CampaignState.Open, 90)]
    [InlineData(CampaignState.SoldOut, 90)]
    [InlineData(CampaignState.Closed, null)]
    [InlineData(CampaignState.Draft, null)]
    public void SaleClock_WhenInAState_CountsTowardsWhatComesNext(CampaignState state, int? minutes)
    {
        TimeSpan? left = SaleClock.Of(TestCampaigns.View(state), state, TestCampaigns.Noon.AddMinutes(-30)).Left;
        Assert.Equal(minutes is { } m ? TimeSpan.FromMinutes(m) : null, left);
    }

    private static IReadOnlyList<string> Alarms(CampaignView campaign, CampaignPulse? pulse, int age) =>
        SaleAlarms.Of(campaign, new LiveReading(pulse, TimeSpan.FromSeconds(age), TestCampaigns.Noon), usualQueueTtl: TimeSpan.FromMinutes(10));
}
