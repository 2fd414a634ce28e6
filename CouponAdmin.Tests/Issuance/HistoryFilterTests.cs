using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance;

/// <summary>The operators' history: the same filter and order on every database.</summary>
public sealed class HistoryFilterTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Slice_WhenFilteredAndSorted_HoldsExactlyWhatFits(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 4, database);
        foreach (string member in new[] { "kim-1", "kim-2", "lee-1", "park" })
        {
            await sale.ClaimAsync(member);
        }

        await sale.DrainAsync();
        TestSale.Require(await sale.RevokeAsync(2, returnUnit: false));

        // A ticket that the fence must refuse: it has a row and no number.
        await sale.PlantAsync(("z-refused", await sale.NowUsAsync()));
        await sale.DrainAsync();
        List<IssuanceRecord> rows = await sale.RowsAsync();
        IssuanceRecord lee = rows[2];

        Assert.Equal("z-refused park lee-1 kim-2 kim-1", await MembersAsync(sale, new IssuanceFilter()));
        Assert.Equal("kim-2 kim-1", await MembersAsync(sale, new IssuanceFilter("kim")));
        Assert.Equal("lee-1", await MembersAsync(sale, new IssuanceFilter(lee.Code!.ToLowerInvariant())));
        Assert.Equal("lee-1", await MembersAsync(sale, new IssuanceFilter("3")));
        Assert.Equal("lee-1", await MembersAsync(sale, new IssuanceFilter($"{lee.Ticket}")));
        Assert.Equal("kim-2", await MembersAsync(sale, new IssuanceFilter(Status: ClaimStatus.Revoked)));
        Assert.Equal("z-refused", await MembersAsync(sale, new IssuanceFilter(Status: ClaimStatus.Refused)));
        Assert.Equal("park lee-1", await MembersAsync(sale, new IssuanceFilter(From: Moment(rows[2]), To: Moment(rows[4]))));
        Assert.Equal("kim-1 kim-2 lee-1 park z-refused", await MembersAsync(sale, Sorted(IssuanceOrder.Number, false)));
        Assert.Equal("park lee-1 kim-2 kim-1 z-refused", await MembersAsync(sale, Sorted(IssuanceOrder.Number, true)));
        Assert.Equal("kim-1 kim-2 lee-1 park z-refused", await MembersAsync(sale, Sorted(IssuanceOrder.Member, false)));
        Assert.Equal("z-refused park lee-1 kim-2 kim-1", await MembersAsync(sale, Sorted(IssuanceOrder.Stored, true)));
        Assert.Equal("kim-1 lee-1 park z-refused kim-2", await MembersAsync(sale, Sorted(IssuanceOrder.Status, false)));

        (IReadOnlyList<IssuanceView> page, int total) = await sale.First.Get<IssuanceHistory>().SliceAsync(sale.Slug, new IssuanceFilter("-1"), 0, 1, default);
        Assert.Equal((0, 0), (page.Count, total));
        (page, total) = await sale.First.Get<IssuanceHistory>().SliceAsync(sale.Slug, new IssuanceFilter("kim"), 1, 1, default);
        Assert.Equal(("kim-1", 2), (Assert.Single(page).Member, total));
    }

    private static IssuanceFilter Sorted(IssuanceOrder order, bool isDescending) => new() { Order = order, IsDescending = isDescending };

    private static DateTimeOffset Moment(IssuanceRecord row) => new StoreTime(row.Ticket).ToDateTimeOffset();

    private static async Task<string> MembersAsync(TestSale sale, IssuanceFilter filter)
    {
        (IReadOnlyList<IssuanceView> items, int total) = await sale.First.Get<IssuanceHistory>().SliceAsync(sale.Slug, filter, 0, 50, default);
        Assert.Equal(items.Count, total);
        return string.Join(' ', items.Select(i => i.Member));
    }
}
