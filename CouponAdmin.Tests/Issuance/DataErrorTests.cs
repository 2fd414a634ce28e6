using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance;

/// <summary>Rows that can't be stored while their neighbours can.</summary>
public sealed class DataErrorTests
{
    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenOneRowCannotBeStored_QuarantinesItAndIssuesItsNeighbours(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 50, database);
        await RefuseAsync(sale, database, "bad");
        long first = await sale.NowUsAsync() - 1_000;
        await sale.PlantAsync([.. TestMembers.Take(20).Append("bad").Concat(TestMembers.Take(20, from: 21)).Select((m, i) => (m, first + i))]);

        await sale.DrainAsync();

        List<IssuanceRecord> rows = await sale.RowsAsync();
        Assert.Equal(("bad", ClaimStatus.Quarantined, null), (rows[20].Member, rows[20].Status, rows[20].Number));
        Assert.Equal(Enumerable.Range(1, 40), rows.Where(r => r.Status == ClaimStatus.Issued).Select(r => r.Number!.Value));
        Assert.Equal(ClaimOutcome.Known, (await sale.ClaimAsync("bad")).Outcome);

        // Its unit is kept: nine are left of fifty, and a tenth is neither admitted nor issued.
        Assert.Equal(9, (await sale.CountsAsync()).Remaining);
        await sale.ClaimAllAsync(TestMembers.Take(20, from: 101));
        await sale.DrainAsync();
        Assert.Equal((49, 1, 0), await IssuedQuarantinedRoomAsync(sale));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenAnotherMemberHasTheCode_DerivesTheNext(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        Core.Coupons.CouponCodes codes = await sale.First.Get<CodeSource>().GetAsync(default);
        await PlantCodeAsync(sale, codes.Derive(sale.Keys.Campaign, "c", attempt: 0));

        await sale.ClaimAllAsync(["a", "b", "c", "d", "e"]);
        await sale.DrainAsync();

        Assert.Equal(codes.Derive(sale.Keys.Campaign, "c", attempt: 1), (await sale.RowOfAsync("c")).Code);
        Assert.Equal(codes.Derive(sale.Keys.Campaign, "d", attempt: 0), (await sale.RowOfAsync("d")).Code);
        Assert.Equal((5, 0, 5), await IssuedQuarantinedRoomAsync(sale));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Rescan_WhenARowCannotBeStored_StillRecordsTheStraysBehindIt(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 50, database);
        await sale.ClaimAsync("recorded");
        await sale.DrainAsync();
        await RefuseAsync(sale, database, "bad");
        long first = (await sale.RowAsync()).Watermark - 1_000;
        await sale.PlantAsync([.. TestMembers.Take(8).Append("bad").Concat(TestMembers.Take(8, from: 9)).Select((m, i) => (m, first + i))]);

        await sale.CheckBooksAsync();

        Assert.Equal((17, 1, 32), await IssuedQuarantinedRoomAsync(sale));
        await SaleOracle.HoldsAsync(sale);
    }

    private static async Task<(int Issued, int Quarantined, int Room)> IssuedQuarantinedRoomAsync(TestSale sale)
    {
        Campaign row = await sale.RowAsync();
        return (row.Issued, row.Quarantined, row.Room);
    }

    // The database refuses to store this member as issued; a quarantined row passes.
    private static Task RefuseAsync(TestSale sale, DatabaseProvider database, string member) => sale.ExecuteSqlAsync(database switch
    {
        DatabaseProvider.Sqlite =>
            $"""
            CREATE TRIGGER refuse BEFORE INSERT ON issuances WHEN NEW."Member" = '{member}' AND NEW."Status" = 'Issued'
            BEGIN SELECT RAISE(ABORT, 'planted'); END
            """,
        DatabaseProvider.PostgreSql =>
            $"""
            CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$ LANGUAGE plpgsql;
            CREATE TRIGGER refuse BEFORE INSERT ON issuances FOR EACH ROW
            WHEN (NEW."Member" = '{member}' AND NEW."Status" = 'Issued') EXECUTE FUNCTION refuse()
            """,
        DatabaseProvider.SqlServer => $"""ALTER TABLE issuances ADD CONSTRAINT refuse CHECK (NOT ("Member" = N'{member}' AND "Status" = N'Issued'))""",
    });

    // Somebody of another campaign holds the code already.
    private static async Task PlantCodeAsync(TestSale sale, string code)
    {
        string slug = "other-" + sale.Slug;
        CampaignDraft draft = new TestSaleOptions().Draft(slug, TimeProvider.System.GetUtcNow());
        TestSale.Require(await sale.First.Get<CreateCampaign>().ExecuteAsync(draft, TestSale.Operator, default));
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        db.Add(new IssuanceRecord
        {
            CampaignId = (await sale.First.Get<CampaignCatalogue>().RowAsync(slug, default))!.Id,
            Ticket = 1,
            Member = "holder",
            Status = ClaimStatus.Issued,
            Number = 1,
            Code = code,
            RecordedAt = new StoreTime(1),
        });
        await db.SaveChangesAsync();
    }
}
