using CouponAdmin.Core.Rehearsals;
using CsCheck;
using Xunit;

namespace CouponAdmin.Tests.Rehearsals;

/// <summary>The forecast's model against a sale that is played person by person, and against what must be so of every sale.</summary>
public sealed class SaleModelTests
{
    private static readonly Gen<(SaleAhead Sale, SaleRates Rates)> Sales = Gen.Select(
        Gen.Int[1, 300], Gen.Int[1, 400], Gen.Bool, Gen.Double[0.01, 20], Gen.Double[5, 2_000], Gen.Double[5, 2_000], Gen.Double[5, 2_000],
        (quantity, crowd, isEven, seconds, admissions, soldOut, records) => (
            new SaleAhead(quantity, crowd, isEven ? ArrivalCurve.Even : ArrivalCurve.Spike, TimeSpan.FromSeconds(seconds), TimeSpan.FromMinutes(5)),
            new SaleRates(admissions, soldOut, records, TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(120))));

    [Fact]
    public void Play_OfACrowdThatIsPlayedOneByOne_IsTheSameAsTwoQueues() => Sales.Sample(
        given =>
        {
            SaleOutlook expected = OneByOne(given.Sale, given.Rates), found = SaleModel.Play(given.Sale, given.Rates);
            Assert.Equal(expected.SoldOutAfter is null, found.SoldOutAfter is null);
            AssertNear(expected.SoldOutAfter ?? TimeSpan.Zero, found.SoldOutAfter ?? TimeSpan.Zero);
            AssertNear(expected.LastAnswer, found.LastAnswer);
            AssertNear(expected.LastCoupon, found.LastCoupon);
            AssertNear(expected.LongestAnswer, found.LongestAnswer);
            AssertNear(expected.LongestWait, found.LongestWait);
            Assert.Equal(found.LongestWait / given.Sale.QueueTtl, found.QueueShare, 9);
        },
        iter: 300);

    [Fact]
    public void Play_OfAFasterInstallation_IsNeverLater() => Gen.Select(Sales, Gen.Double[1, 5]).Sample(
        (given, factor) =>
        {
            SaleRates faster = given.Rates with { Admissions = given.Rates.Admissions * factor, SoldOut = given.Rates.SoldOut * factor };
            SaleOutlook slow = SaleModel.Play(given.Sale, given.Rates), fast = SaleModel.Play(given.Sale, faster);
            Assert.True(fast.LastAnswer <= slow.LastAnswer && fast.LongestAnswer <= slow.LongestAnswer + Tolerance, $"{slow} {fast}");
            Assert.True(fast.SoldOutAfter <= slow.SoldOutAfter || slow.SoldOutAfter is null, $"{slow} {fast}");
            Assert.True(SaleModel.Play(given.Sale, given.Rates with { Records = given.Rates.Records * factor }).LongestWait <= slow.LongestWait + Tolerance);
        },
        iter: 300);

    [Fact]
    public void Play_OfACrowdOfMillions_IsThatOfItsRates()
    {
        // Everybody comes at once: 2,000,000 claims by 10,000 a second, 50,000 of them admitted by 5,000 a second and recorded by 1,000.
        SaleAhead sale = new(50_000, 2_000_000, ArrivalCurve.Even, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        SaleOutlook outlook = SaleModel.Play(sale, new SaleRates(5_000, 10_000, 1_000, TimeSpan.Zero, TimeSpan.Zero));

        Assert.InRange(outlook.SoldOutAfter!.Value.TotalSeconds, 9.9, 10.1);
        Assert.InRange(outlook.LastAnswer.TotalSeconds, 204.5, 205.5);
        Assert.InRange(outlook.LongestAnswer.TotalSeconds, 203.5, 205.5);
        Assert.InRange(outlook.LongestWait.TotalSeconds, 39.5, 40.5);
        Assert.InRange(outlook.QueueShare, 0.13, 0.14);
    }

    [Theory, InlineData(ArrivalCurve.Spike), InlineData(ArrivalCurve.Even)]
    public void Moment_OfEveryCurve_RisesFromTheOpeningToTheEnd(ArrivalCurve curve)
    {
        TimeSpan over = TimeSpan.FromSeconds(40);
        TimeSpan[] moments = [.. Enumerable.Range(0, 101).Select(percent => Arrivals.Moment(curve, percent / 100.0, over))];

        Assert.Equal(moments.Order(), moments);
        Assert.Equal(TimeSpan.Zero, moments[0]);
        AssertNear(over, moments[100]);
        Assert.InRange(moments[50] / over, curve == ArrivalCurve.Spike ? 0.05 : 0.499, curve == ArrivalCurve.Spike ? 1.0 / 11 : 0.501);
    }

    private static TimeSpan Tolerance => TimeSpan.FromMilliseconds(1);

    private static void AssertNear(TimeSpan expected, TimeSpan found) => Assert.InRange((expected - found).Duration(), TimeSpan.Zero, Tolerance);

    /// <summary>The same by its plainest words: a counter that serves in order of arrival, and behind it a drain.</summary>
    private static SaleOutlook OneByOne(SaleAhead sale, SaleRates rates)
    {
        double counter = 0, drain = 0, longestAnswer = 0, longestWait = 0;
        double? soldOut = null;
        for (int person = 1; person <= sale.Crowd; person++)
        {
            bool wins = person <= sale.Quantity;
            double comes = Arrivals.Moment(sale.Curve, (person - 0.5) / sale.Crowd, sale.Over).TotalSeconds;
            counter = Math.Max(counter, comes) + (1 / (wins ? rates.Admissions : rates.SoldOut));
            longestAnswer = Math.Max(longestAnswer, counter - comes);
            if (wins)
            {
                drain = Math.Max(drain, counter) + (1 / rates.Records);
                longestWait = Math.Max(longestWait, drain - counter);
            }

            soldOut = person == sale.Quantity ? counter : soldOut;
        }

        TimeSpan wait = TimeSpan.FromSeconds(longestWait) + rates.Record;
        return new SaleOutlook(
            soldOut is { } at ? TimeSpan.FromSeconds(at) : null, TimeSpan.FromSeconds(counter) + rates.Answer, TimeSpan.FromSeconds(drain) + rates.Record,
            TimeSpan.FromSeconds(longestAnswer) + rates.Answer, wait, 0);
    }
}
