using System.Globalization;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.LiveFeed;
using Xunit;

namespace CouponAdmin.Tests.LiveFeed;

public sealed class SaleTraceTests
{
    private static readonly long Noon = TestCampaigns.Noon.ToUnixTimeSeconds();

    [Fact]
    public void SaleTrace_WhenDrawnByMinute_DividesTheLastOneByItsPartAndLeavesGapsWhereNobodyLooked()
    {
        SaleTrace trace = new(Noon + 15, [Second(-61, 6), Second(-60, 60, depth: 5), Second(-1, 60, depth: 3), Second(0, 30), Second(14, 15), Second(15, 1_000)]);

        IReadOnlyList<TracePoint> points = trace.Points(TraceRange.OneHour);

        Assert.Equal(SaleTrace.PointsMax, points.Count);
        Assert.Equal(TestCampaigns.Noon.AddMinutes(-59), points[0].At);
        Assert.Equal([(0.1, null), (2.0, (int?)5), (3.0, null)], points.TakeLast(3).Select(p => (p.Admitted, p.QueueDepth)));
        Assert.Same(points, trace.Points(TraceRange.OneHour));
    }

    [Fact]
    public void SaleTrace_WhenDrawnBySecond_EndsBeforeTheSecondsThatAreNotWholeYet()
    {
        IReadOnlyList<TracePoint> points = new SaleTrace(Noon + 15, [Second(13, 7), Second(14, 8), Second(15, 9)]).Points(TraceRange.OneMinute);
        Assert.Equal((TestCampaigns.Noon.AddSeconds(14), 8.0), (points[^1].At, points[^1].Admitted));
        Assert.Equal(7, points[^2].Admitted);
        Assert.Equal(15, points.Sum(p => p.Admitted));
    }

    [Theory]
    [InlineData(10, TraceRange.OneMinute, "-30:900,-200:300,-3000:100")]
    [InlineData(10, TraceRange.FiveMinutes, "-30:100,-200:900,-3000:100")]
    [InlineData(10, TraceRange.OneHour, "-30:100,-200:100,-3000:900")]
    [InlineData(10, TraceRange.FiveMinutes, "")]
    public void SaleTrace_WhenNoRangeIsAskedFor_FitsTheShortestThatHoldsHalfOfTheAnswers(int end, TraceRange expected, string seconds) => Assert.Equal(
        expected,
        new SaleTrace(Noon + end, [.. seconds.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split(':')).Select(s => Second(int.Parse(s[0], CultureInfo.InvariantCulture), int.Parse(s[1], CultureInfo.InvariantCulture)))]).Fitting);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 1)]
    [InlineData(9, 2)]
    [InlineData(23, 5)]
    [InlineData(260, 100)]
    [InlineData(99_000, 20_000)]
    public void ChartPicture_WhenScaled_StepsByRoundNumbersFromZero(double most, int step) =>
        Assert.Equal(step, new ChartPicture(["a"], [new ChartLine("x", "red", [most], _ => "")]).TickStep);

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task TraceBook_WhenReadAgain_AddsWhatIsNewAndKeepsTheDepths(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        TallyStore tallies = sale.First.Get<TallyStore>();
        StoreTime now = new(await sale.NowUsAsync());
        TraceBook book = new(tallies);
        await tallies.AddAsync(sale.Keys.Campaign, now + TimeSpan.FromMinutes(-30), [(TallyKind.SoldOut, 600)]);
        await tallies.AddAsync(sale.Keys.Campaign, now, [(TallyKind.Admitted, 4)]);
        book.Note(now, 3);
        book.Note(now, 2);

        SaleTrace first = await book.ReadAsync(sale.Keys.Campaign, now + TimeSpan.FromSeconds(2));
        await tallies.AddAsync(sale.Keys.Campaign, now, [(TallyKind.Admitted, 1), (TallyKind.Limited, 2)]);
        await tallies.AddAsync(sale.Keys.Campaign, now + TimeSpan.FromSeconds(1), [(TallyKind.Repeated, 9)]);
        SaleTrace second = await book.ReadAsync(sale.Keys.Campaign, now + TimeSpan.FromSeconds(3));

        Assert.Equal(10, first.Points(TraceRange.OneHour).Max(p => p.SoldOut));
        Assert.Equal((4.0, 3), (first.Points(TraceRange.OneMinute)[^1].Admitted, first.Points(TraceRange.OneMinute)[^1].QueueDepth));
        TracePoint grown = second.Points(TraceRange.OneMinute)[^2];
        Assert.Equal((5.0, 2.0, 3), (grown.Admitted, grown.TurnedAway, grown.QueueDepth));
        Assert.Equal(9, second.Points(TraceRange.OneMinute)[^1].Repeated);
    }

    private static TraceSecond Second(int fromNoon, int admitted, int? depth = null) =>
        new(Noon + fromNoon, new Dictionary<TallyKind, int> { [TallyKind.Admitted] = admitted }, depth);
}
