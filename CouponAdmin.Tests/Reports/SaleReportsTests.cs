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
