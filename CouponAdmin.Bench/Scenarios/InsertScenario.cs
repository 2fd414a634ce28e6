using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>How fast a drain's rows get into a database, durable at each commit: the provider's own bulk way against EF Core's SaveChanges.</summary>
internal static class InsertScenario
{
    private const int RowsPerCommit = 1_000;
    private const int Commits = 40;
    private const int Rounds = 5;

    public static async Task<int> RunAsync(string? postgreSql)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("coupon-bench-");
        try
        {
            Print("database", "way", "rows/s (median of 5)", "spread");
            await MeasureAsync(new DatabaseOptions(), new DataDirectory(folder.FullName));
            if (postgreSql is not null)
            {
                await MeasureAsync(new DatabaseOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = postgreSql }, new DataDirectory(folder.FullName));
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(DatabaseOptions options, DataDirectory data)
    {
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddIdentityCore<Core.Operators.Account>(
            o => o.Stores.SchemaVersion = Microsoft.AspNetCore.Identity.IdentitySchemaVersions.Version3).Services.AddCouponDatabase(options, data).BuildServiceProvider();
        IDbContextFactory<CouponDbContext> databases = services.GetRequiredService<IDbContextFactory<CouponDbContext>>();
        await using (CouponDbContext db = await databases.CreateDbContextAsync())
        {
            await db.Database.MigrateAsync();
        }

        // Interleaved rounds: whatever else the machine does falls on both.
        List<double> bulk = [], saved = [];
        for (int round = 0; round < Rounds; round++)
        {
            bulk.Add(await RoundAsync(databases, (db, rows) => IssuanceInsert.RunAsync(db, rows, CancellationToken.None)));
            saved.Add(await RoundAsync(databases, async (db, rows) =>
            {
                db.AddRange(rows);
                await db.SaveChangesAsync();
            }));
        }

        Report(options.Provider, "ours", bulk);
        Report(options.Provider, "SaveChanges", saved);
    }

    private static async Task<double> RoundAsync(IDbContextFactory<CouponDbContext> databases, Func<CouponDbContext, List<IssuanceRecord>, Task> insert)
    {
        Campaign campaign = new()
        {
            Key = Guid.NewGuid(), Slug = Guid.NewGuid().ToString("N"), Name = "bench", Quantity = RowsPerCommit * Commits, CouponValidDays = 1,
            BenefitValue = 1, IsPublished = true,
        };
        await using (CouponDbContext db = await databases.CreateDbContextAsync())
        {
            db.Add(campaign);
            await db.SaveChangesAsync();
        }

        CouponCodes codes = new(Guid.NewGuid().ToByteArray());
        long began = Stopwatch.GetTimestamp();
        for (int commit = 0; commit < Commits; commit++)
        {
            await using CouponDbContext db = await databases.CreateDbContextAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            Campaign row = await CampaignLock.ByIdAsync(db, campaign.Id, CancellationToken.None);
            List<IssuanceRecord> rows = [.. Enumerable.Range(commit * RowsPerCommit, RowsPerCommit).Select(i => Row(row, codes, i))];
            await insert(db, rows);
            row.Issued += rows.Count;
            row.Watermark = rows[^1].Ticket;
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        return RowsPerCommit * Commits / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static IssuanceRecord Row(Campaign campaign, CouponCodes codes, int i)
    {
        string member = string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():D}");
        return new IssuanceRecord
        {
            CampaignId = campaign.Id, Ticket = 1_700_000_000_000_000 + i, Member = member, Status = ClaimStatus.Issued, Number = i + 1,
            Code = codes.Derive(campaign.Key, member, 0), RecordedAt = new StoreTime(1_700_000_000_000_000 + i),
        };
    }

    private static void Report(DatabaseProvider provider, string way, List<double> rates)
    {
        double[] sorted = [.. rates.Order()];
        Print(provider.ToString(), way, $"{sorted[Rounds / 2]:N0}", $"{sorted[0]:N0}–{sorted[^1]:N0}");
    }

    private static void Print(params string[] cells) => Console.WriteLine("| " + string.Join(" | ", cells) + " |");
}
