using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Reports;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Reports;
using Xunit;

namespace CouponAdmin.Tests.Reports;

public sealed class SaleReportsTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task SaleReport_WhenASaleWasSoldOut_AddsUpToItsRowsAndTallies(DatabaseProvider database)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 20, database);
        SaleReports reports = sale.First.Get<SaleReports>();
        await sale.ClaimAllAsync(TestMembers.Take(20));
        await sale.ClaimAllAsync(TestMembers.Take(30));
        await sale.First.Get<TallyWriter>().WriteAsync();

        SaleReport waiting = (await reports.ReadAsync(sale.Slug, default))!;
        Assert.Equal((0, 20, 20L), (waiting.RecordedTotal, waiting.Queued, waiting.Answers.Admitted));
        Assert.Equal((true, "Admitted by tally 20 = recorded 0 + waiting 20"), ReportTexts.Check(waiting));
        Assert.Null(waiting.Waits);

        await sale.DrainAsync();
        TestSale.Require(await sale.RevokeAsync(3, returnUnit: false));
        await sale.First.Get<TallyKeeper>().KeepAsync(default);
        SaleReport report = (await reports.ReadAsync(sale.Slug, default))!;
        List<IssuanceRecord> rows = await sale.RowsAsync();

        Assert.Equal((50L, 20L, 20L, 10L), (report.Answers.Asked, report.Answers.Admitted, report.Answers.Repeated, report.Answers.SoldOut));
        Assert.Equal((20, 0, 20), (report.RecordedTotal, report.Queued, report.Issued));
        Assert.Equal((19, 1), (report.Recorded[ClaimStatus.Issued], report.Recorded[ClaimStatus.Revoked]));
        Assert.Equal((true, "Admitted by tally 20 = recorded 20"), ReportTexts.Check(report));
        Assert.Equal((CampaignState.SoldOut, rows[^1].ClaimedAt.ToDateTimeOffset()), (report.State, report.SoldOutAt));
        Assert.Equal(20, report.Minutes.Sum(m => m.Stored));
        Assert.Equal(50, report.Minutes.Sum(m => m.Answers.Asked));
        AssertWaits(rows, report.Waits!);
        Assert.Equal(TestMembers.Take(20).Select(member => (member, 2)), report.Askers);

        IReadOnlyList<ReportStretch> seconds = await reports.SecondsAsync(sale.Slug, report.Minutes[0].Answers.At, default);
        Assert.Equal(report.Minutes[0].Answers.Asked, seconds.Sum(s => s.Answers.Asked));
        SaleCurve curve = (await reports.CurveAsync(sale.Slug, report.CurveWidth, default))!;
        Assert.Equal((SaleCurve.PointsMax, 50L), (curve.Points.Count, curve.Points.Sum(p => p.Asked)));
        Assert.Null(await reports.CurveAsync("no-such-sale", report.CurveWidth, default));
        Assert.Null(await reports.ReadAsync("no-such-sale", default));
    }

    /// <summary>990 claims in a second and a bit, ten that trickle in over an hour, recorded in slices: counted by hand beside the database.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Rush_WhenClaimsLieInOneSecond_IsShownInHundredthsWithTheDepthBetween(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 1_000, database);
        SaleReports reports = sale.First.Get<SaleReports>();
        Assert.Null((await reports.ReadAsync(sale.Slug, default))!.Rush);
        long first = await sale.NowUsAsync();
        await sale.PlantAsync([.. Enumerable.Range(0, 990).Select(i => ($"m{i}", first + (i * 1_100L)))]);
        await sale.PlantAsync([.. Enumerable.Range(0, 10).Select(i => ($"late{i}", first + ((i + 1) * 360_000_000L)))]);
        await sale.DrainAsync();

        // Recorded in slices of a hundred, each 40 ms after its last claim was admitted.
        await sale.ExecuteSqlAsync($"UPDATE \"issuances\" SET \"RecordedAt\" = {first} + (((\"Number\" - 1) / 100) + 1) * 110000 + 40000");
        List<IssuanceRecord> rows = await sale.RowsAsync();
        SaleReport report = (await reports.ReadAsync(sale.Slug, default))!;
        SaleRush rush = report.Rush!;

        Assert.Equal((TimeSpan.FromMilliseconds(10), 0L), (rush.Width, rush.Before));
        AssertCounted(rows, rush);
        Assert.InRange(rush.After, 1, 10);
        Assert.InRange(rush.Points.Max(p => p.InQueue), 100, 140);
        Assert.Equal((rows[0].ClaimedAt.ToDateTimeOffset(), rows[^1].ClaimedAt.ToDateTimeOffset()), (rush.Marks.FirstClaim, rush.Marks.LastUnit));
        Assert.Equal(rows.Max(r => r.RecordedAt).ToDateTimeOffset(), rush.Marks.LastAnswer);
        Assert.Equal(TimeSpan.FromHours(1), report.SoldOutAfterFirst);
        Assert.Equal(report.SoldOutAt - report.OpensAt, report.SoldOutAfter);

        DateTimeOffset begin = rush.Marks.FirstClaim;

        // Somebody who came alone long before is left out, so that the rush stays as fine.
        await sale.ExecuteSqlAsync($"UPDATE \"issuances\" SET \"Ticket\" = \"Ticket\" - 60000000 WHERE \"Number\" = 1");
        SaleRush withLoner = (await reports.ReadAsync(sale.Slug, default))!.Rush!;
        rows = await sale.RowsAsync();
        Assert.InRange(withLoner.Before, 1, 10);
        Assert.Equal((TimeSpan.FromMilliseconds(10), begin.AddMinutes(-1)), (withLoner.Width, withLoner.Marks.FirstClaim));
        AssertCounted(rows, withLoner);

        // Any other stretch is as exact: a part of the rush, and the whole sale.
        SaleRush part = (await reports.RushAsync(report, begin.AddMilliseconds(300), begin.AddMilliseconds(900), default))!;
        Assert.Equal(TimeSpan.FromMilliseconds(10), part.Width);
        AssertCounted(rows, part);
        SaleRush whole = (await reports.RushAsync(report, begin, rush.Marks.LastUnit!.Value, default))!;
        Assert.Equal((TimeSpan.FromMinutes(1), 1L, 0L), (whole.Width, whole.Before, whole.After));
        AssertCounted(rows, whole);
    }

    private static void AssertCounted(List<IssuanceRecord> rows, SaleRush rush)
    {
        Assert.Equal(rows.Count, rush.Before + rush.Points.Sum(p => p.Admitted) + rush.After);
        foreach (RushPoint point in rush.Points)
        {
            long begin = StoreTime.From(point.At).Microseconds, end = begin + (long)rush.Width.TotalMicroseconds;
            Assert.Equal(
                (rows.Count(r => r.Ticket >= begin && r.Ticket < end), rows.Count(r => r.RecordedAt.Microseconds >= begin && r.RecordedAt.Microseconds < end)),
                ((int)point.Admitted, (int)point.Recorded));
            Assert.Equal(rows.Count(r => r.Ticket < end) - rows.Count(r => r.RecordedAt.Microseconds < end), point.InQueue);
        }
    }

    [Fact]
    public async Task SaleCurve_WhenMinutesAreKept_StandsWhereTheyWereCountedFromTheOpening()
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, OpensIn = TimeSpan.FromMinutes(-30) });
        StoreTime opens = (await sale.RowAsync()).OpensAt;
        await sale.ExecuteSqlAsync($"UPDATE \"campaigns\" SET \"CreatedAt\" = {opens.Microseconds}");
        TallyStore tallies = sale.First.Get<TallyStore>();
        await tallies.AddAsync(sale.Keys.Campaign, opens + TimeSpan.FromSeconds(5), [(TallyKind.Admitted, 6)]);
        await tallies.AddAsync(sale.Keys.Campaign, opens + TimeSpan.FromMinutes(20), [(TallyKind.SoldOut, 4)]);
        await sale.First.Get<TallyKeeper>().KeepAsync(default);

        SaleCurve fine = (await sale.First.Get<SaleReports>().CurveAsync(sale.Slug, TimeSpan.FromSeconds(1), default))!;
        SaleCurve rough = (await sale.First.Get<SaleReports>().CurveAsync(sale.Slug, TimeSpan.FromSeconds(30), default))!;

        Assert.Equal([(5, 6L)], fine.Points.Select((p, i) => (i, p.Asked)).Where(p => p.Asked > 0));
        Assert.Equal([(0, 6L), (40, 4L)], rough.Points.Select((p, i) => (i, p.Asked)).Where(p => p.Asked > 0));
        Assert.Equal(TimeSpan.FromSeconds(30), (await sale.First.Get<SaleReports>().ReadAsync(sale.Slug, default))!.CurveWidth);
    }

    [Fact]
    public async Task SaleReport_WhenTalliesWereLost_SaysThatTheRecordsAreRight()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        await sale.ClaimAllAsync(["a", "b"]);
        await sale.DrainAsync();

        (bool isGood, string text) = ReportTexts.Check((await sale.First.Get<SaleReports>().ReadAsync(sale.Slug, default))!);

        Assert.False(isGood);
        Assert.StartsWith("Admitted by tally 0 ≠ recorded 2.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WaitTimes_WhenWaitsAreFewOrLong_TakeTheNearestRankRoundedUp()
    {
        WaitTimes waits = WaitTimes.Of(
        [
            new WaitStep { Step = 4, Coupons = 94, LongestUs = 4_900 }, new WaitStep { Step = 80, Coupons = 5, LongestUs = 80_100 },
            new WaitStep { Step = 10_005, Coupons = 1, LongestUs = 15_300_000 },
        ])!;
        Assert.Equal((100L, 5.0, 81.0, 81.0), (waits.Coupons, waits.P50.TotalMilliseconds, waits.P95.TotalMilliseconds, waits.P99.TotalMilliseconds));
        Assert.Equal(TimeSpan.FromSeconds(15.3), waits.Max);
    }

    // The same by the rows themselves; a step is a millisecond, rounded up.
    private static void AssertWaits(List<IssuanceRecord> rows, WaitTimes waits)
    {
        TimeSpan[] all = [.. rows.Where(r => r.Number is not null).Select(r => r.RecordedAt - r.ClaimedAt).Order()];
        Assert.Equal((all.Length, all[^1]), ((int)waits.Coupons, waits.Max));
        foreach ((double share, TimeSpan found) in new[] { (0.50, waits.P50), (0.95, waits.P95), (0.99, waits.P99) })
        {
            TimeSpan exact = all[(int)Math.Ceiling(share * all.Length) - 1];
            Assert.InRange(found - exact, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        }
    }
}
