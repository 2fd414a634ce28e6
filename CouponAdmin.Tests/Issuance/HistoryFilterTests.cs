using System.Text;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.LookUp;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Issuance;

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

        // A page of the interface and the file hold the same rows for the same words, those without a number among them.
        IssuanceFilter[] filters =
        [
            new("kim"), new("z-"), new(From: Moment(rows[2])), new(To: Moment(rows[3])), new() { Member = "z-refused" }, new() { UpdatedSince = Moment(rows[0]) },
            .. HistoryQuery.Statuses.Select(status => new IssuanceFilter(Status: status)),
        ];
        foreach (IssuanceFilter filter in filters)
        {
            Assert.Equal(await FileAsync(sale, filter), await PagesAsync(sale, filter));
        }

        Assert.Equal("kim-1 kim-2 lee-1 park", await PagesAsync(sale, new IssuanceFilter()));
        Assert.Equal("kim-1 kim-2 lee-1 park", await FileAsync(sale, null));
        (IReadOnlyList<IssuanceView> page, int total) = await sale.First.Get<IssuanceHistory>().SliceAsync(sale.Slug, new IssuanceFilter("-1"), 0, 1, default);
        Assert.Equal((0, 0), (page.Count, total));
        (page, total) = await sale.First.Get<IssuanceHistory>().SliceAsync(sale.Slug, new IssuanceFilter("kim"), 1, 1, default);
        Assert.Equal(("kim-1", 2), (Assert.Single(page).Member, total));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Search_OfTheStartOfAMember_ComparesByBytesOnEveryDatabase(DatabaseProvider database)
    {
        string[] members = ["kim", "Kim", "k\u00EFm", "ki\u0308m", "k%m", "k_m", "k*m", "k[i]m", "k\\m", "k\uD83D\uDE00m", "\uAE40", "\uAE40\uCCA0"];
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, members.Length, database);
        foreach (string member in members)
        {
            await sale.ClaimAsync(member);
        }

        await sale.DrainAsync();

        foreach (string member in members)
        {
            string longer = member == "\uAE40" ? "\uAE40\uCCA0 \uAE40" : member;
            Assert.Equal(longer, await MembersAsync(sale, new IssuanceFilter(member)));
        }

        Assert.Equal("Kim", await MembersAsync(sale, new IssuanceFilter("K")));
        Assert.Equal("k_m", await MembersAsync(sale, new IssuanceFilter("k_")));
        Assert.Equal("k%m", await MembersAsync(sale, new IssuanceFilter("k%")));
        Assert.Equal("", await MembersAsync(sale, new IssuanceFilter("KIM")));
        Assert.Equal("", await MembersAsync(sale, new IssuanceFilter("im")));
        Assert.Equal("", await MembersAsync(sale, new IssuanceFilter("k\0")));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Search_OfACodeAsAPersonTypesIt_FindsItsCoupon(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 2, database);
        await sale.ClaimAsync("one");
        await sale.ClaimAsync("other");
        await sale.DrainAsync();
        string code = (await sale.RowOfAsync("one")).Code!;

        foreach (string typed in TypedCodes.Of(code))
        {
            Assert.Equal("one", await MembersAsync(sale, new IssuanceFilter(typed)));
            Assert.Equal("one", Assert.Single((await sale.First.Get<ClaimLookUp>().FindAsync(typed, default)).Members).Member);
        }

        // Characters that no member's id may have, as when a code is copied out of a table or a chat.
        foreach (string pasted in new[] { code.Insert(4, "\t"), $"\u202A{code}\u202C", string.Join('\u2066', code.ToCharArray()) })
        {
            Assert.Equal("one", Assert.Single((await sale.First.Get<ClaimLookUp>().FindAsync(pasted, default)).Members).Member);
        }

        Assert.Empty((await sale.First.Get<ClaimLookUp>().FindAsync("0000\t0000\t0000\t0000", default)).Members);
    }

    private static IssuanceFilter Sorted(IssuanceOrder order, bool isDescending) => new() { Order = order, IsDescending = isDescending };

    private static DateTimeOffset Moment(IssuanceRecord row) => new StoreTime(row.Ticket).ToDateTimeOffset();

    private static async Task<string> PagesAsync(TestSale sale, IssuanceFilter filter)
    {
        List<string> members = [];
        long? after = 0;
        while (after is { } last)
        {
            IssuancePage page = (await sale.First.Get<IssuanceHistory>().PageAsync(sale.Slug, filter, last, 1, default))!;
            members.AddRange(page.Items.Select(item => item.Member));
            after = page.Next;
        }

        return string.Join(' ', members);
    }

    private static async Task<string> FileAsync(TestSale sale, IssuanceFilter? filter)
    {
        using MemoryStream file = new();
        IssuanceFilter? ordered = filter is null ? null : filter with { Order = IssuanceOrder.Ticket, IsDescending = false };
        Assert.True(await sale.First.Get<IssuanceCsv>().WriteAsync(sale.Slug, ordered, CsvForm.Programs, showsCodes: true, file, default));
        return string.Join(' ', Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[1]));
    }

    private static async Task<string> MembersAsync(TestSale sale, IssuanceFilter filter)
    {
        (IReadOnlyList<IssuanceView> items, int total) = await sale.First.Get<IssuanceHistory>().SliceAsync(sale.Slug, filter, 0, 50, default);
        Assert.Equal(items.Count, total);
        return string.Join(' ', items.Select(i => i.Member));
    }
}
