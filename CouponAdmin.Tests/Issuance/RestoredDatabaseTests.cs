using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance;

/// <summary>The database goes back to an earlier moment while the store stands. With SQLite, which can be copied and put back in place.</summary>
public sealed class RestoredDatabaseTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Drain_WhenTheDatabaseWasRestored_RecordsTheSameNumbersAndCodesAgain(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 20);
        await sale.ClaimAllAsync(TestMembers.Take(5));
        await sale.DrainAsync();
        using TestDirectory folder = new("backup");
        string backup = Path.Combine(folder.Path, "backup.db");
        SqliteCopy.Make(sale.Database.ConnectionString, $"Data Source={backup};Pooling=False");
        await sale.ClaimAllAsync(TestMembers.Take(10, from: 6));
        await sale.DrainAsync();
        TestSale.Require(await sale.SetQuantityAsync(15));
        TestSale.Require(await sale.SetQuantityAsync(30));
        List<IssuanceRecord> before = await sale.RowsAsync();

        SqliteCopy.Make($"Data Source={backup};Pooling=False", sale.Database.ConnectionString);
        Assert.Equal((5, 20), ((await sale.RowAsync()).Recorded, (await sale.RowAsync()).Quantity));
        await sale.CheckBooksAsync();
        await sale.DrainAsync();

        Assert.Equal(
            before.Select(r => (r.Member, r.Ticket, r.Number, r.Code)),
            (await sale.RowsAsync()).Select(r => (r.Member, r.Ticket, r.Number, r.Code)));

        // The store's facts were newer: the restored ones rule now, and a later change is newer than both.
        Campaign row = await sale.RowAsync();
        CampaignCounts counts = await sale.CountsAsync();
        Assert.Equal((row.Version, 20), (counts.FactsVersion, counts.Quantity));
        TestSale.Require(await sale.PauseAsync());
        Assert.Equal(ClaimOutcome.Paused, (await sale.ClaimAsync("late")).Outcome);
        await SaleOracle.HoldsAsync(sale);
    }
}
