using System.Xml.Linq;
using CouponAdmin.Core.Database;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Operations;
using Npgsql;

namespace CouponAdmin.Tests.Operations;

/// <summary>From one version to the next: what is pending is told, and a program never starts on a schema that it doesn't know.</summary>
public sealed class UpgradeTests
{
    private const string Future = "99990101000000_OfALaterVersion";

    [Fact]
    public async Task Migrate_WhenItOnlyChecks_NamesWhatIsPendingAndChangesNothing()
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Database"] = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync(),
            ["Store__Embedded"] = "true",
        };
        for (int twice = 0; twice < 2; twice++)
        {
            (int code, string said) = await AppProcess.RunAsync(settings, "migrate", "--check");
            Assert.Equal(2, code);
            Assert.Matches(@"\d+ migrations are pending:\n  \d{14}_\w+", said);
        }

        Assert.Equal(1, (await AppProcess.RunAsync(settings, "migrate", "--chek")).Code);
        await AppProcess.RunToEndAsync(settings, "migrate");
        (int then, string saidThen) = await AppProcess.RunAsync(settings, "migrate", "--check");
        Assert.Equal((0, true), (then, saidThen.Contains("up to date", StringComparison.Ordinal)));

        await AddMigrationAsync(settings["ConnectionStrings__Database"]);
        (int newer, string refusal) = await AppProcess.RunAsync(settings);
        Assert.Equal(1, newer);
        Assert.Contains($"CouponAdmin has not started. The database's schema is newer than this program: it has 1 migrations that the program doesn't know (last: {Future})", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenASqliteSchemaIsNewer_ChangesNothingUnlessItIsAccepted()
    {
        using TestDirectory folder = new("newer");
        DatabaseOptions options = await Databases.CreateAsync(DatabaseProvider.Sqlite, folder.Path);
        await using (Microsoft.Data.Sqlite.SqliteConnection connection = new(options.ConnectionString))
        {
            await connection.OpenAsync();
            await using Microsoft.Data.Sqlite.SqliteCommand insert = connection.CreateCommand();
            insert.CommandText = $"INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") VALUES ('{Future}', '99.0')";
            await insert.ExecuteNonQueryAsync();
        }

        await Assert.ThrowsAsync<SchemaNewerException>(() => StartAsync(options));
        await StartAsync(options with { AcceptNewerSchema = true });
    }

    [Fact]
    public void Version_IsTheOneOfTheBuildsProperties()
    {
        string version = XDocument.Parse(SourceTree.Read("Directory.Build.props")).Descendants("Version").Single().Value;
        Assert.Equal(version, HealthReports.Version);
        Assert.All(SourceTree.Files(".csproj"), project => Assert.Empty(XDocument.Parse(SourceTree.Read(project)).Descendants("Version")));
    }

    private static async Task StartAsync(DatabaseOptions options)
    {
        await using Microsoft.Extensions.DependencyInjection.ServiceProvider services = Databases.Services(options);
        await ((DatabaseStartup)services.GetService(typeof(DatabaseStartup))!).RunAsync(CancellationToken.None);
    }

    private static async Task AddMigrationAsync(string connectionString)
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand insert = new($"INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") VALUES ('{Future}', '99.0')", connection);
        await insert.ExecuteNonQueryAsync();
    }
}
