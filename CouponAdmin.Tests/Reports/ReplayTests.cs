using System.Globalization;
using System.Text.Json;
using Bunit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Reports;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Reports;
using CouponAdmin.Web.Shared;
using Xunit;

namespace CouponAdmin.Tests.Reports;

/// <summary>The film of a past sale: its sums at every edge, speeds that can be followed, and nothing in it that speaks to the server.</summary>
public sealed class ReplayTests : ComponentTest
{
    private static readonly TimeSpan Width = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void Film_AtEachEdge_HasTheSumsUpToThere()
    {
        Random random = new(11);
        SaleRush rush = Rush(before: 3, waitingBefore: 2, after: 5, [.. Enumerable.Range(0, 50).Select(_ => (random.NextInt64(20), random.NextInt64(10)))]);
        ReplayFilm film = ReplayFilm.Of(rush);

        Assert.Equal((51, 0.5), (film.Frames.Count, film.Seconds));
        Assert.Equal(["3", "1", "2"], film.Frames[0].Skip(2));
        for (int i = 0; i < rush.Points.Count; i++)
        {
            long came = 3 + rush.Points.Take(i + 1).Sum(p => p.Admitted), stored = 1 + rush.Points.Take(i + 1).Sum(p => p.Recorded);
            Assert.Equal([came, stored, came - stored], film.Frames[i + 1].Skip(2).Select(text => long.Parse(text, NumberStyles.Number, Figures.Culture)));
            Assert.Equal(SeoulTime.Fine(rush.Points[i].At + Width), film.Frames[i + 1][0]);
        }

        // First claim 15 ms in, last unit 300 ms in; the last answer lies behind the stretch.
        Assert.Equal([1.5, 30, 70], film.Marks);
        Assert.Equal("−15 ms", film.Frames[0][1]);
        Assert.Equal(51, JsonDocument.Parse(film.ToJson()).RootElement.GetProperty("frames").GetArrayLength());
    }

    [Fact]
    public void Speeds_WhateverTheLength_TakeATimeThatCanBeFollowed()
    {
        for (double seconds = 0.01; seconds < TimeSpan.FromDays(700).TotalSeconds; seconds *= 1.7)
        {
            TimeSpan length = TimeSpan.FromSeconds(seconds);
            IReadOnlyList<double> speeds = ReplaySpeeds.For(length);
            Assert.NotEmpty(speeds);
            Assert.All(speeds.Where(_ => speeds.Count > 1), times => Assert.InRange(length / times, ReplaySpeeds.TakesMin, ReplaySpeeds.TakesMax));
            Assert.Contains(ReplaySpeeds.UsualFor(length), speeds);
        }

        Assert.Equal([0.1, 1, 10], ReplaySpeeds.For(TimeSpan.FromSeconds(12)));
        Assert.Equal(["1/10× (2 min)", "10× (1.2 s)"], new[] { 0.1, 10 }.Select(times => ReplayTexts.Speed(times, TimeSpan.FromSeconds(12))));
    }

    [Fact]
    public void Replay_WhenPlayed_NeverAsksTheServer()
    {
        SaleRush rush = Rush(before: 0, waitingBefore: 0, after: 0, (5, 0), (0, 5));
        IRenderedComponent<RushReplay> replay = Render<RushReplay>(p => p.Add(r => r.Report, Report(rush, CampaignState.Closed)).Add(r => r.Rush, rush));

        // What the server listens to is marked in the page: here is nothing, so that a frame can't cost a message.
        Assert.DoesNotContain("blazor:on", replay.Markup, StringComparison.Ordinal);
        Assert.Equal("2", replay.Find("input").GetAttribute("max"));
        Assert.Equal(ReplayFilm.Of(rush).ToJson(), replay.Find("rush-replay").GetAttribute("data-film"));
    }

    [Theory]
    [InlineData(CampaignState.Closed, 0, 0, "This is the end of the stretch: 8 of 8 recorded claims were admitted.")]
    [InlineData(CampaignState.Closed, 4, 0, "This is the end of the stretch: 8 of 12 recorded claims were admitted. The other 4 came later.")]
    [InlineData(CampaignState.SoldOut, 0, 2, "This is the end of the stretch: 8 of 8 recorded claims were admitted. 2 claims that aren't recorded yet are not in it.")]
    [InlineData(CampaignState.Open, 0, 2, "This is the end of the stretch: 8 of 8 recorded claims were admitted. The sale isn't over: this is what was recorded up to 12:00:00.")]
    public void Ended_WhateverIsMissing_SaysIt(CampaignState state, long after, int queued, string text)
    {
        SaleRush rush = Rush(before: 0, waitingBefore: 0, after, (5, 0), (3, 8));
        Assert.Equal(text, ReplayTexts.Ended(Report(rush, state) with { Queued = queued, At = new DateTimeOffset(2026, 11, 3, 12, 0, 0, TimeSpan.FromHours(9)) }, rush));
        Read(Say.Korean);
        Assert.Contains("8", ReplayTexts.Ended(Report(rush, state) with { Queued = queued }, rush), StringComparison.Ordinal);
    }

    private static SaleRush Rush(long before, long waitingBefore, long after, params (long Came, long Went)[] points)
    {
        DateTimeOffset begin = TestCampaigns.Noon;
        long waiting = waitingBefore;
        return new SaleRush(
            new SaleMarks(begin.AddMilliseconds(15), begin.AddMilliseconds(300), begin.AddMilliseconds(700)), Width,
            [.. points.Select((p, i) => new RushPoint(begin + (Width * i), p.Came, p.Went, waiting += p.Came - p.Went))], before, after);
    }

    private static SaleReport Report(SaleRush rush, CampaignState state) => new(
        "sale", "Sale", state, 8, TestCampaigns.Noon, TestCampaigns.Noon.AddHours(1), TestCampaigns.Noon, AnswerCounts.Sum([]),
        new Dictionary<ClaimStatus, int>(), 0, rush.Marks.LastUnit, null, [], rush, [], 0);
}
