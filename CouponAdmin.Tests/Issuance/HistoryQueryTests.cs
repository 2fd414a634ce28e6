using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Issuance;

namespace CouponAdmin.Tests.Issuance;

public sealed class HistoryQueryTests
{
    [Fact]
    public void Filter_WhenReadFromAnAddress_KnowsEachWord()
    {
        IssuanceFilter filter = new HistoryQuery(" kim ", "queueExpired", "2026-11-23T12:00", "2026-11-23T04:00:00Z", "-stored").Filter();

        Assert.Equal(
            new IssuanceFilter("kim", ClaimStatus.QueueExpired, new(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(9)), new(2026, 11, 23, 4, 0, 0, TimeSpan.Zero))
            {
                Order = IssuanceOrder.Stored,
                IsDescending = true,
            },
            filter);
    }

    [Fact]
    public void Problems_WhenWordsMeanNothing_NameEachAndThePageLeavesThemOut()
    {
        HistoryQuery query = new(new string('x', 129), "queued", "noon", "x", "colour");

        Assert.Equal(["q", "status", "from", "to", "sort"], query.Problems().Select(p => p.Field));
        Assert.Equal(new IssuanceFilter(query.Q), query.Filter());
        Assert.Empty(new HistoryQuery().Problems());
    }

    [Theory]
    [InlineData(null, null, "?sort=-ticket")]
    [InlineData("a b&c", "number", "?q=a%20b%26c&sort=number")]
    public void CsvOf_WhenTheTableShowsIt_AsksForTheSameRowsInTheSameOrder(string? search, string? sort, string expected) =>
        Assert.Equal("/api/v1/admin/campaigns/spring/issuances.csv" + expected, new HistoryQuery(search, Sort: sort).CsvOf("spring"));

    [Fact]
    public void CsvOf_WhenAFieldHoldsLocalTime_AsksWithItsOffset() => Assert.Equal(
        "/api/v1/admin/campaigns/spring/issuances.csv?from=2026-11-23T12%3A00%3A21%2B09%3A00&to=2026-11-23T13%3A00%3A00%2B09%3A00&sort=-ticket",
        new HistoryQuery(From: "2026-11-23T12:00:21", To: "2026-11-23T04:00:00Z").CsvOf("spring"));

    [Theory]
    [InlineData("2026-11-23T12:00:00.123456789+09:00", true)]
    [InlineData("2026-11-23T03:00z", true)]
    [InlineData("2026-11-23T12:00", false)]
    [InlineData("11/23/2026 12:00:00 +09:00", false)]
    [InlineData("2026-11-23T25:00:00Z", false)]
    [InlineData("2026-11-23T12:00:00+25:00", false)]
    public void Problems_WhenAProgramGivesAMoment_AskForItsOffset(string moment, bool isRight) =>
        Assert.Equal(isRight ? [] : ["from"], new HistoryQuery(From: moment).Problems().Select(p => p.Field));

    [Fact]
    public void Columns_WhenToggled_StandInTheirOrderAndTheLastOneStays()
    {
        HistoryColumns usual = HistoryColumns.Of("nonsense");

        Assert.False(usual.Shows(HistoryColumns.Ticket));
        string? more = usual.Toggled(HistoryColumns.Ticket);
        Assert.Equal("number,member,code,status,ticket,claimed,stored", more);
        Assert.Null(HistoryColumns.Of(more).Toggled(HistoryColumns.Ticket));
        Assert.Equal("member", HistoryColumns.Of("member").Toggled(HistoryColumns.Member));
    }
}
