using CouponAdmin.Core.Rehearsals;
using Xunit;

namespace CouponAdmin.Tests.Rehearsals;

/// <summary>What is said of a sale by the rates that a rehearsal measured: the range, what limits, and how many instances help.</summary>
public sealed class RehearsalForecastTests
{
    private static readonly SaleAhead Sale = new(10_000, 100_000, ArrivalCurve.Even, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    [Fact]
    public void Of_RatesWithASpread_HoldsTheLikelyBetweenBestAndWorst()
    {
        RehearsalForecast forecast = RehearsalForecast.Of(Sale, Measured(admissions: 2_000, soldOut: 4_000, records: 1_500, store: 50_000, spread: 0.25));

        Assert.Equal(0.25, forecast.Error, 6);
        Assert.Equal(10_000 / 2_000.0, forecast.Likely.SoldOutAfter!.Value.TotalSeconds, 1);
        Assert.Equal(10_000 / 2_500.0, forecast.Best.SoldOutAfter!.Value.TotalSeconds, 1);
        Assert.Equal(10_000 / 1_500.0, forecast.Worst.SoldOutAfter!.Value.TotalSeconds, 1);
        Assert.True(forecast.Best.LastAnswer < forecast.Likely.LastAnswer && forecast.Likely.LastAnswer < forecast.Worst.LastAnswer);
        Assert.True(forecast.Best.LongestWait < forecast.Likely.LongestWait && forecast.Likely.LongestWait < forecast.Worst.LongestWait);
    }

    [Theory]
    [InlineData(200_000, 200_000, 200_000, 900_000, SaleLimit.None)]
    [InlineData(2_000, 4_000, 2_000, 50_000, SaleLimit.Entrance)]
    [InlineData(2_000, 4_000, 2_000, 2_100, SaleLimit.Store)]
    [InlineData(200_000, 200_000, 500, 900_000, SaleLimit.Drain)]
    public void Of_EachKindOfInstallation_NamesWhatHoldsPeopleUp(double admissions, double soldOut, double records, double store, SaleLimit expected) =>
        Assert.Equal(expected, RehearsalForecast.Of(Sale, Measured(admissions, soldOut, records, store)).Limit);

    [Fact]
    public void Instances_WhenTheEntranceLimits_AreTheFewestThatAnswerInTime()
    {
        RehearsalMeasures measured = Measured(admissions: 20_000, soldOut: 20_000, records: 20_000, store: 900_000);
        int instances = RehearsalForecast.Of(Sale, measured).Instances!.Value;

        // 100,000 people of one second need 2 s at most, by 50,000 a second.
        Assert.Equal(3, instances);
        SaleRates one = new(20_000, 20_000, 20_000, TimeSpan.Zero, TimeSpan.Zero);
        Assert.True(SaleModel.Play(Sale, one with { Admissions = instances * 20_000, SoldOut = instances * 20_000 }).LongestAnswer <= RehearsalForecast.AnswerGoal);
        Assert.True(SaleModel.Play(Sale, one with { Admissions = (instances - 1) * 20_000, SoldOut = (instances - 1) * 20_000 }).LongestAnswer > RehearsalForecast.AnswerGoal);
    }

    [Fact]
    public void Instances_WhenTheStoreLimits_AreUnknownAtAnyNumber() =>
        Assert.Null(RehearsalForecast.Of(Sale with { Quantity = 100_000 }, Measured(admissions: 5_000, soldOut: 5_000, records: 5_000, store: 6_000)).Instances);

    [Fact]
    public void OfAnswers_WhenTheirPaceChanges_TellsTheSlowestAndTheFastestSlice()
    {
        // 50 answers by 100 a second, then 50 by 50 a second.
        double[] moments = [.. Enumerable.Range(1, 50).Select(i => i / 100.0), .. Enumerable.Range(1, 50).Select(i => 0.5 + (i / 50.0))];
        Spread spread = RateSlices.OfAnswers(moments);

        Assert.Equal((100 / 1.5, 50.0, 100.0), (spread.Mean, spread.Slowest, spread.Fastest), new Near());
        Assert.Equal(25 / (100 / 1.5), spread.Error, 6);
    }

    [Fact]
    public void OfCounts_WhenRowsComeInBatches_GoesOnEvenlyBetweenTwoLooks()
    {
        Spread spread = RateSlices.OfCounts([new Reached(0.1, 0), new Reached(0.2, 0), new Reached(0.3, 500), new Reached(0.4, 500), new Reached(0.5, 1_000)], 1_000);

        Assert.Equal(2_000, spread.Mean, 6);
        Assert.True(spread.Slowest > 0 && spread.Fastest <= 5_000.001, $"{spread}");
    }

    [Fact]
    public void OfAnswers_WhenAllCameAtOnce_HasARate() => Assert.True(double.IsFinite(RateSlices.OfAnswers([0, 0, 0, 0, 0, 0, 0]).Fastest));

    [Fact]
    public void OfAnswers_WhenSlicesAreShorterThanTheShortest_HasItsMeanBetweenThem()
    {
        // Two slices of answers in a tenth of a millisecond, then slower ones.
        double[] moments = [.. Enumerable.Range(1, 40).Select(i => i / 400_000.0), .. Enumerable.Range(1, 60).Select(i => 0.0001 + (i / 60_000.0))];
        Spread spread = RateSlices.OfAnswers(moments);

        Assert.InRange(spread.Mean, spread.Slowest, spread.Fastest);
    }

    [Theory]
    [InlineData(2.0, 4.0, 3.0, ForecastVerdict.Within)]
    [InlineData(2.0, 4.0, 2.0, ForecastVerdict.Within)]
    [InlineData(2.0, 4.0, 4.0, ForecastVerdict.Within)]
    [InlineData(2.0, 4.0, 1.9, ForecastVerdict.Shorter)]
    [InlineData(2.0, 4.0, 4.1, ForecastVerdict.Longer)]
    [InlineData(2.0, 4.0, null, ForecastVerdict.Unknown)]
    [InlineData(null, 4.0, 3.0, ForecastVerdict.Unknown)]
    public void Judge_OfWhatHappened_HoldsItAgainstTheRange(double? best, double? worst, double? real, ForecastVerdict expected) =>
        Assert.Equal(expected, ForecastCheck.Judge(Seconds(best), Seconds(worst), Seconds(real)));

    [Theory, InlineData(100, 200, false), InlineData(100, 201, true), InlineData(100, 50, false), InlineData(100, 49, true)]
    public void Crowd_BeyondTwiceOrHalfTheExpected_IsAnother(long expected, long came, bool isAnother) =>
        Assert.Equal(isAnother, ForecastCheck.IsOfAnotherCrowd(expected, came));

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;

    private static RehearsalMeasures Measured(double admissions, double soldOut, double records, double store, double spread = 0) => new(
        Around(admissions, spread), Around(soldOut, spread), Around(records, spread), store, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(9),
        TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100), 1, 1, null, 0);

    private static Spread Around(double mean, double spread) => new(mean, mean * (1 - spread), mean * (1 + spread));

    private sealed class Near : IEqualityComparer<(double, double, double)>
    {
        public bool Equals((double, double, double) x, (double, double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) < 1e-6 && Math.Abs(x.Item2 - y.Item2) < 1e-6 && Math.Abs(x.Item3 - y.Item3) < 1e-6;

        public int GetHashCode((double, double, double) obj) => 0;
    }
}
