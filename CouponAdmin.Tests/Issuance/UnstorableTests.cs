using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Notices;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance;

/// <summary>A claim that the database won't have at all, whatever its status: it holds nobody up, is never dropped, and can be decided later.</summary>
public sealed class UnstorableTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Members = ["a", "b", "bad", "c", "d"];

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenARowCannotBeStoredAtAll_GoesOnAndTheClaimIsIssuedOnceTheCauseIsMended(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        long ticket = await ClaimBetweenOthersAsync(sale, database);

        // Neighbours are issued, its unit is kept, its member is told the truth, and it is on the list.
        Campaign row = await sale.RowAsync();
        Assert.Equal((4, 1, 5), (row.Issued, row.Quarantined, row.Room));
        MyClaim told = (await sale.First.Get<MyClaims>().FindAsync(sale.Slug, "bad", default))!;
        Assert.Equal((ClaimStatus.Quarantined, ticket), (told.Status, told.Ticket));
        Assert.Equal((ClaimOutcome.Known, ticket), ((await sale.ClaimAsync("bad")).Outcome, (await sale.ClaimAsync("bad")).Ticket));
        DecideQuarantined quarantine = sale.First.Get<DecideQuarantined>();
        QuarantinedView listed = Assert.Single((await quarantine.PageAsync(sale.Slug, 0, 10, default))!.Items);
        Assert.Equal(("bad", ticket), (listed.Member, listed.Ticket));
        Assert.Matches("^(SQLite|PostgreSQL|SQL Server) ", listed.Reason);
        await SaleOracle.HoldsAsync(sale);

        // The store is lost: the member's own ticket comes back, not its stand-in's.
        await sale.LoseAsync();
        await sale.CheckBooksAsync();
        Assert.Equal(ticket, (await sale.ClaimAsync("bad")).Ticket);
        await sale.CheckBooksAsync();
        await SaleOracle.HoldsAsync(sale);

        Refusal refusal = Refused(await quarantine.ReplayAsync(sale.Slug, ticket, TestSale.Operator, default));
        Assert.Equal(RefusalKind.StillRefused, refusal.Kind);
        await AdmitAsync(sale, database);
        IssuanceView issued = TestSale.Require(await quarantine.ReplayAsync(sale.Slug, ticket, TestSale.Operator, default));
        Assert.Equal((5, "bad", ClaimStatus.Issued), (issued.Number, issued.Member, issued.Status));
        Assert.Equal(issued.Code, (await sale.First.Get<MyClaims>().FindAsync(sale.Slug, "bad", default))!.Code);
        Assert.Equal(RefusalKind.UnknownIssuance, Refused(await quarantine.ReplayAsync(sale.Slug, ticket, TestSale.Operator, default)).Kind);
        Assert.Empty((await quarantine.PageAsync(sale.Slug, 0, 10, default))!.Items);
        Assert.Equal((5, 0, 5), ((await sale.RowAsync()).Issued, (await sale.RowAsync()).Quarantined, (await sale.RowAsync()).Room));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Refuse_WhenAQuarantinedClaimIsGivenUp_PutsItsUnitOnSaleAgain(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 5, database);
        long ticket = await ClaimBetweenOthersAsync(sale, database);
        DecideQuarantined quarantine = sale.First.Get<DecideQuarantined>();
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("late")).Outcome);

        Assert.Equal("reason", Refused(await quarantine.RefuseAsync(sale.Slug, ticket, " ", TestSale.Operator, default)).Fields.Single().Field);
        TestSale.Require(await quarantine.RefuseAsync(sale.Slug, ticket, "no such member", TestSale.Operator, default));

        Assert.Equal(ClaimOutcome.Refused, (await sale.ClaimAsync("bad")).Outcome);
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("late")).Outcome);
        await sale.DrainAsync();
        Assert.Equal((5, 0, 1), ((await sale.RowAsync()).Issued, (await sale.RowAsync()).Quarantined, (await sale.RowAsync()).Voided));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Rescan_WhenAStandInIsAmongTheRows_PassesItBy(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        long ticket = await ClaimBetweenOthersAsync(sale, database);
        await sale.PlantAsync(("stray", ticket + 1));

        await sale.CheckBooksAsync();

        Assert.Equal((5, 1), ((await sale.RowAsync()).Issued, (await sale.RowAsync()).Quarantined));
        await SaleOracle.HoldsAsync(sale);
    }

    /// <summary>No ticker runs here: what the member hears comes from the announcements alone, and last from one look.</summary>
    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Follow_WhenTheRowHasAStandIn_TellsTheMemberAtOnceAndAgainWhenItIsDecided(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        await RefuseAsync(sale, database);
        long ticket = await PlantAsync(sale);
        await using IAsyncEnumerator<ClaimNotice> stream = sale.First.Get<MyClaims>().FollowAsync(sale.Slug, "bad", default).GetAsyncEnumerator();
        Assert.Equal(ClaimStatus.Queued, await NextStatusAsync(stream));

        await sale.DrainAsync();
        Assert.Equal(ClaimStatus.Quarantined, await NextStatusAsync(stream));

        TestSale.Require(await sale.First.Get<DecideQuarantined>().RefuseAsync(sale.Slug, ticket, "no such member", TestSale.Operator, default));
        await sale.First.Get<NoticeHub>().LookAgainAsync(default);
        Assert.Equal(ClaimStatus.Refused, await NextStatusAsync(stream));
        Assert.False(await stream.MoveNextAsync().AsTask().WaitAsync(Patience));
    }

    private static async Task<ClaimStatus> NextStatusAsync(IAsyncEnumerator<ClaimNotice> stream)
    {
        while (await stream.MoveNextAsync().AsTask().WaitAsync(Patience))
        {
            if (stream.Current is ClaimNotice.Changed changed)
            {
                return changed.Claim.Status;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private static async Task<long> ClaimBetweenOthersAsync(TestSale sale, DatabaseProvider database)
    {
        await RefuseAsync(sale, database);
        long ticket = await PlantAsync(sale);
        await sale.DrainAsync();
        return ticket;
    }

    /// <summary>Gives the ticket of the one that can't be stored.</summary>
    private static async Task<long> PlantAsync(TestSale sale)
    {
        long first = await sale.NowUsAsync() - 1_000;
        await sale.PlantAsync([.. Members.Select((member, i) => (member, first + (i * 10)))]);
        return first + 20;
    }

    private static async Task RefuseAsync(TestSale sale, DatabaseProvider database)
    {
        await sale.ExecuteSqlAsync(database switch
        {
            DatabaseProvider.Sqlite => """CREATE TRIGGER refuse BEFORE INSERT ON issuances WHEN NEW."Member" = 'bad' BEGIN SELECT RAISE(ABORT, 'planted'); END""",
            DatabaseProvider.PostgreSql => """ALTER TABLE issuances ADD CONSTRAINT refuse CHECK ("Member" <> 'bad')""",
            DatabaseProvider.SqlServer => """ALTER TABLE issuances ADD CONSTRAINT refuse CHECK ("Member" <> N'bad')""",
        });
        if (database == DatabaseProvider.Sqlite)
        {
            await sale.ExecuteSqlAsync("""CREATE TRIGGER refuse_change BEFORE UPDATE ON issuances WHEN NEW."Member" = 'bad' BEGIN SELECT RAISE(ABORT, 'planted'); END""");
        }
    }

    private static async Task AdmitAsync(TestSale sale, DatabaseProvider database)
    {
        if (database == DatabaseProvider.Sqlite)
        {
            await sale.ExecuteSqlAsync("DROP TRIGGER refuse");
            await sale.ExecuteSqlAsync("DROP TRIGGER refuse_change");
        }
        else
        {
            await sale.ExecuteSqlAsync("ALTER TABLE issuances DROP CONSTRAINT refuse");
        }
    }

    private static Refusal Refused<T>(Result<T> result)
        where T : class => result.TryGet(out _, out Refusal? refusal) ? throw new InvalidOperationException("It was carried out.") : refusal;
}
