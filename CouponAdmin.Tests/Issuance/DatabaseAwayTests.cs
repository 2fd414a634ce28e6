using System.Data.Common;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CouponAdmin.Tests.Issuance;

/// <summary>A database that is locked, away, or committed and said otherwise: claims go on, and later everything is recorded once.</summary>
public sealed class DatabaseAwayTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenSqliteIsLockedByAnotherWriter_GoesOnAndIsRecordedLater(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 100);
        await sale.ClaimAsync("before");
        Task draining;
        await using (SqliteConnection writer = new(sale.Database.ConnectionString))
        {
            await writer.OpenAsync();
            await using DbTransaction held = await writer.BeginTransactionAsync();
            draining = Task.Run(() => sale.DrainAsync());

            Assert.All(await sale.ClaimAllAsync(TestMembers.Take(50)), a => Assert.Equal(ClaimOutcome.Queued, a.Outcome));
            Assert.Empty(await sale.RowsAsync());
        }

        await draining;
        await sale.DrainAsync();
        Assert.Equal(51, (await sale.RowAsync()).Issued);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenTheDatabaseHangs_IsAnsweredWithinItsDeadlineAndNeverSoldOut(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = store, Database = DatabaseProvider.PostgreSql, Quantity = 1, Issuance = new IssuanceOptions { DatabaseTimeout = TimeSpan.FromMilliseconds(300) },
        });
        await sale.ClaimAsync("holder");
        await sale.DrainAsync();
        TestInstance cold = await sale.AddInstanceAsync();
        await using NpgsqlConnection blocker = new(sale.Database.ConnectionString);
        await blocker.OpenAsync();
        await using (NpgsqlTransaction held = await blocker.BeginTransactionAsync())
        {
            await using NpgsqlCommand hang = new("LOCK TABLE campaigns, issuances IN ACCESS EXCLUSIVE MODE", blocker, held);
            await hang.ExecuteNonQueryAsync();

            // A holder's row, and a campaign that this instance has never seen: both need the database.
            Task<ClaimAnswer>[] claims = [sale.ClaimAsync("holder"), sale.ClaimAsync("somebody", cold)];
            Assert.All(await Task.WhenAll(claims).WaitAsync(TimeSpan.FromSeconds(20)), answer => Assert.Equal(ClaimOutcome.StoreUnavailable, answer.Outcome));
        }

        Assert.Equal(ClaimOutcome.Known, (await Eventually.HoldsAsync(() => sale.ClaimAsync("holder"), a => a.Outcome != ClaimOutcome.StoreUnavailable)).Outcome);
        Assert.Equal(ClaimOutcome.SoldOut, (await Eventually.HoldsAsync(() => sale.ClaimAsync("somebody", cold), a => a.Outcome != ClaimOutcome.StoreUnavailable)).Outcome);
    }

    [Fact]
    public async Task Claim_WhenPostgreSqlCrashed_GoesOnAndIsRecordedWhenItIsBack()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        DatabaseOptions database = new() { Provider = DatabaseProvider.PostgreSql, ConnectionString = await server.CreateDatabaseAsync() };
        await Databases.MigrateAsync(database);
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Quantity = 100, OwnDatabase = database });
        await sale.ClaimAsync("before");

        await server.CrashAsync();
        await sale.DrainAsync();
        Assert.All(await sale.ClaimAllAsync(TestMembers.Take(50)), a => Assert.Equal(ClaimOutcome.Queued, a.Outcome));
        await server.StartAgainAsync();
        await Databases.LeavePostgreSqlAsync(sale.First.Get<IDbContextFactory<CouponDbContext>>());

        await sale.DrainAsync();
        Assert.Equal(51, (await sale.RowAsync()).Issued);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Drain_WhenTheCommitSucceededAndAnExceptionWasSeen_RecordsNothingTwice(StoreKind store)
    {
        TestCommitFault fault = new();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = store,
            More = services => services.ConfigureDbContext<SqliteCouponDbContext>(builder => builder.AddInterceptors(fault)),
        });
        await sale.ClaimAllAsync(["a", "b", "c"]);
        fault.IsArmed = true;
        await sale.DrainAsync();
        Assert.False(fault.IsArmed, "no commit was seen");
        Assert.Equal(3, (await sale.RowsAsync()).Count);

        await sale.DrainAsync();
        await sale.ClaimAsync("d");
        await sale.DrainAsync();

        Assert.Equal(4, (await sale.RowAsync()).Issued);
        Assert.Equal(4, (await sale.CountsAsync()).Recorded);
        await SaleOracle.HoldsAsync(sale);
    }

    // The answer to one commit is lost on the way.
    private sealed class TestCommitFault : DbTransactionInterceptor
    {
        public bool IsArmed { get; set; }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (!IsArmed)
            {
                return Task.CompletedTask;
            }

            IsArmed = false;
            throw new TimeoutException("The answer to the commit was lost (planted).");
        }
    }
}
