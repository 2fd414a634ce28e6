using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CouponAdmin.Tests.Database;

/// <summary>The schema: from nothing, complete, and in words that each server reads.</summary>
public sealed class MigrationTests
{
    public static TheoryData<DatabaseProvider> Providers => [.. Enum.GetValues<DatabaseProvider>()];

    [Theory, MemberData(nameof(Providers))]
    public async Task Model_WhenComparedWithItsMigrations_LacksNone(DatabaseProvider provider)
    {
        await using CouponDbContext db = Design(provider);
        Assert.False(db.Database.HasPendingModelChanges(), "the model changed: add a migration for each provider");
        Assert.NotEmpty(db.Database.GetMigrations());
    }

    [Fact]
    public async Task Migrate_WhenTheSqliteFileIsMissing_MakesItAndTwiceChangesNothing()
    {
        using TestDirectory folder = new("migrate");
        DatabaseOptions options = new() { ConnectionString = $"Data Source={Path.Combine(folder.Path, "new.db")};Pooling=False" };
        await using ServiceProvider services = Databases.Services(options);
        await services.GetRequiredService<DatabaseStartup>().RunAsync(default);
        await services.GetRequiredService<DatabaseStartup>().RunAsync(default);

        await using CouponDbContext db = await services.GetRequiredService<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.Equal("wal", await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync());
    }

    [Fact]
    public async Task Migrate_WhenAnEarlierOneWasKilled_GoesOnInsteadOfWaitingForIt()
    {
        using TestDirectory folder = new("killed");
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        DatabaseOptions options = new() { ConnectionString = $"Data Source={Path.Combine(folder.Path, "killed.db")};Pooling=False" };
        await using ServiceProvider services = Databases.Services(options);
        IDbContextFactory<CouponDbContext> databases = services.GetRequiredService<IDbContextFactory<CouponDbContext>>();
        await using (CouponDbContext db = await databases.CreateDbContextAsync())
        {
            // As EF Core makes the row, and a process leaves it that dies between two migrations.
            await db.GetService<IMigrator>().MigrateAsync(db.Database.GetMigrations().ElementAt(2));
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsLock\" (\"Id\", \"Timestamp\") VALUES (1, '2026-11-30 17:43:25.937049+00:00')");
        }

        await services.GetRequiredService<DatabaseStartup>().RunAsync(patience.Token);

        await using CouponDbContext after = await databases.CreateDbContextAsync();
        Assert.Empty(await after.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task Migrate_WhenTwoBeginAtOnce_IsDoneOnceAndBothGoOn()
    {
        using TestDirectory folder = new("two");
        DatabaseOptions options = new() { ConnectionString = $"Data Source={Path.Combine(folder.Path, "two.db")};Pooling=False" };
        await using ServiceProvider one = Databases.Services(options);
        await using ServiceProvider other = Databases.Services(options);

        await Task.WhenAll(new[] { one, other }.Select(services => Task.Run(() => services.GetRequiredService<DatabaseStartup>().RunAsync(default))));

        await using CouponDbContext db = await one.GetRequiredService<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();
        Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync());
    }

    [Fact]
    public async Task Start_WhenAServersDatabaseIsOlder_SaysWhichCommandMendsIt()
    {
        DatabaseOptions options = new()
        {
            Provider = DatabaseProvider.PostgreSql,
            ConnectionString = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync(),
        };
        await using ServiceProvider services = Databases.Services(options);
        DatabaseStartup startup = services.GetRequiredService<DatabaseStartup>();

        SchemaOutdatedException refusal = await Assert.ThrowsAsync<SchemaOutdatedException>(() => startup.RunAsync(default));
        Assert.Contains("migrate", refusal.Message, StringComparison.Ordinal);
        await startup.MigrateAsync(default);
        await startup.RunAsync(default);
        await Databases.ReleaseAsync(options, services.GetRequiredService<IDbContextFactory<CouponDbContext>>());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Migrate_WhenAmountsWereWholeUnits_CountsThemInTheSmallest(DatabaseProvider provider)
    {
        using TestDirectory folder = new("amounts");
        DatabaseOptions options = await Databases.CreateAsync(provider, folder.Path);
        await using ServiceProvider services = Databases.Services(options);
        IDbContextFactory<CouponDbContext> databases = services.GetRequiredService<IDbContextFactory<CouponDbContext>>();
        await using (CouponDbContext db = await databases.CreateDbContextAsync())
        {
            db.AddRange(Worth(BenefitKind.Amount, 1_000, "USD"), Worth(BenefitKind.Amount, 3_000, "KRW"), Worth(BenefitKind.Amount, 5_000, "KWD"), Worth(BenefitKind.Percent, 10, null));
            await db.SaveChangesAsync();
            string before = db.Database.GetMigrations().TakeWhile(name => !name.EndsWith("_BenefitRules", StringComparison.Ordinal)).Last();
            await db.GetService<IMigrator>().MigrateAsync(before);
            Assert.Equal([10, 3_000, 5, 10], await ValuesAsync(db));

            await db.GetService<IMigrator>().MigrateAsync();
            Assert.Equal([1_000, 3_000, 5_000, 10], await ValuesAsync(db));
        }

        await Databases.ReleaseAsync(options, databases);

        static Task<List<long>> ValuesAsync(CouponDbContext db) => db.Database.SqlQueryRaw<long>("SELECT \"BenefitValue\" AS \"Value\" FROM campaigns ORDER BY \"Id\"").ToListAsync();
    }

    private static Campaign Worth(BenefitKind kind, long value, string? currency) =>
        new() { Key = Guid.NewGuid(), Slug = $"worth-{Guid.NewGuid():N}", Name = "worth", BenefitKind = kind, BenefitValue = value, BenefitCurrency = currency };

    [Fact]
    public async Task SqlServerScript_WhenGenerated_IsReadableTransactSql()
    {
        await using CouponDbContext db = Design(DatabaseProvider.SqlServer);
        string script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        TSqlScript read = Parse(script);
        Assert.InRange(read.Batches.Sum(batch => batch.Statements.Count), 20, 10_000);
        Assert.Contains("ck_campaigns_held", script, StringComparison.Ordinal);
        Assert.Contains("COLLATE Latin1_General_100_BIN2", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SqlServerQuery_WhenItComparesAListOfMembers_NamesTheCollation()
    {
        await using CouponDbContext db = Design(DatabaseProvider.SqlServer);
        string query = db.RowsOf(1, ["a", "b"]).ToQueryString();

        Parse(query);
        Assert.Contains("[Member] COLLATE Latin1_General_100_BIN2 IN", query, StringComparison.Ordinal);
        Assert.Contains("OPENJSON", query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SqlServerQuery_WhenItSearchesTheHistory_ComparesTheColumnsOwnBytes()
    {
        await using CouponDbContext db = Design(DatabaseProvider.SqlServer);
        string query = new IssuanceFilter("k%_[m").Apply(db.Set<IssuanceRecord>()).ToQueryString();

        // The column's collation is bytewise, and CHARINDEX takes it; LIKE would need its wildcards escaped.
        Parse(query);
        Assert.Contains("CHARINDEX(@", query, StringComparison.Ordinal);
        Assert.DoesNotContain("LIKE", query, StringComparison.Ordinal);
        Assert.Equal("Latin1_General_100_BIN2", db.GetService<IDesignTimeModel>().Model.FindEntityType(typeof(IssuanceRecord))!.FindProperty(nameof(IssuanceRecord.Member))!.GetCollation());
    }

    // ScriptDom reads GO as the end of a batch.
    private static TSqlScript Parse(string sql)
    {
        using StringReader text = new(sql);
        TSqlFragment read = new TSql160Parser(initialQuotedIdentifiers: true).Parse(text, out IList<ParseError> errors);
        Assert.Empty(errors.Select(e => $"line {e.Line}: {e.Message}"));
        return (TSqlScript)read;
    }

    private static CouponDbContext Design(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => new SqliteDesignTimeFactory().CreateDbContext([]),
        DatabaseProvider.PostgreSql => new PostgreSqlDesignTimeFactory().CreateDbContext([]),
        DatabaseProvider.SqlServer => new SqlServerDesignTimeFactory().CreateDbContext([]),
    };
}
