using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Issuance;

/// <summary>A member whose id the database can neither hold nor be asked for must not keep those behind from their coupons.</summary>
/// <remarks>The start refuses such a database; the drain must not lean on that.</remarks>
public sealed class UnrepresentableMemberTests
{
    private const string Unrepresentable = "회원-1";

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Drain_WhenTheDatabaseCannotEvenBeAskedForAMember_QuarantinesThatOneAndIssuesTheOthers(StoreKind store)
    {
        DatabaseOptions database = new() { Provider = DatabaseProvider.PostgreSql, ConnectionString = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync("LATIN1") };
        await using (ServiceProvider services = Databases.Services(database))
        {
            // Past DatabaseStartup, which refuses it.
            await using CouponDbContext db = await services.GetRequiredService<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();
            await db.Database.MigrateAsync();
        }

        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = store, Database = DatabaseProvider.PostgreSql, OwnDatabase = database });
        long now = await sale.NowUsAsync();
        await sale.PlantAsync(("before", now - 3), (Unrepresentable, now - 2), ("after", now - 1));

        await sale.DrainAsync();
        await sale.DrainAsync();

        List<IssuanceRecord> rows = await sale.RowsAsync();
        Assert.Equal([ClaimStatus.Issued, ClaimStatus.Quarantined, ClaimStatus.Issued], rows.Select(row => row.Status));
        Assert.Equal(Unrepresentable, (await sale.UnstorableAsync())[now - 2]);
        Assert.Equal(now - 1, (await sale.RowAsync()).Watermark);
    }
}
