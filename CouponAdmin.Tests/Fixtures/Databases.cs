using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A new, migrated database for each test, of every provider that is there.</summary>
/// <remarks>SQL Server can't be started by the tests: its rows are present where <see cref="SqlServerVariable"/> names one, otherwise absent.</remarks>
public static class Databases
{
    public const string SqlServerVariable = "COUPONADMIN_TEST_SQLSERVER";

    /// <summary>Migrated once; each test takes a copy.</summary>
    private static readonly SharedServer<string> SqliteTemplate = new(MakeSqliteTemplateAsync);

    private static readonly SharedServer<string> PostgreSqlTemplate = new(MakePostgreSqlTemplateAsync);

    public static TheoryData<DatabaseProvider> All => [.. Present];

    public static TheoryData<StoreKind, DatabaseProvider> WithStores
    {
        get
        {
            TheoryData<StoreKind, DatabaseProvider> all = [];
            foreach (DatabaseProvider provider in Present)
            {
                all.Add(StoreKind.Embedded, provider);
                all.Add(StoreKind.Redis, provider);
            }

            return all;
        }
    }

    private static string? SqlServer => Environment.GetEnvironmentVariable(SqlServerVariable);

    private static DatabaseProvider[] Present => string.IsNullOrEmpty(SqlServer)
        ? [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql]
        : [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql, DatabaseProvider.SqlServer];

    /// <param name="provider">Which.</param>
    /// <param name="folder">Where a SQLite file goes: the test's own.</param>
    internal static async Task<DatabaseOptions> CreateAsync(DatabaseProvider provider, string folder)
    {
        DatabaseOptions options = new() { Provider = provider };
        switch (provider)
        {
            case DatabaseProvider.Sqlite:
                string file = Path.Combine(folder, $"{Guid.NewGuid():N}.db");
                await CopySqliteAsync(file);
                options.ConnectionString = new SqliteConnectionStringBuilder { DataSource = file }.ToString();
                break;
            case DatabaseProvider.PostgreSql:
                options.ConnectionString = await NewPostgreSqlAsync();
                break;
            case DatabaseProvider.SqlServer:
                options.ConnectionString = new SqlConnectionStringBuilder(SqlServer) { InitialCatalog = $"test_{Guid.NewGuid():N}" }.ToString();
                await MigrateAsync(options);
                break;
        }

        return options;
    }

    /// <summary>Puts a migrated SQLite file there.</summary>
    internal static async Task CopySqliteAsync(string file) => File.Copy(await SqliteTemplate.GetAsync(), file);

    /// <summary>A migrated database on the shared PostgreSQL: its connection string.</summary>
    internal static async Task<string> NewPostgreSqlAsync() => await CopyPostgreSqlAsync(await PostgreSqlTemplate.GetAsync());

    /// <summary>Lets go of what the test leaves open; a SQL Server's database is dropped, as that server outlives the run.</summary>
    internal static async Task ReleaseAsync(DatabaseOptions options, IDbContextFactory<CouponDbContext> contexts)
    {
        switch (options.Provider)
        {
            case DatabaseProvider.Sqlite:
                await using (SqliteConnection connection = new(options.ConnectionString))
                {
                    SqliteConnection.ClearPool(connection);
                }

                break;
            case DatabaseProvider.PostgreSql:
                await LeavePostgreSqlAsync(contexts);
                break;
            case DatabaseProvider.SqlServer:
                await using (CouponDbContext db = await contexts.CreateDbContextAsync())
                {
                    await db.Database.EnsureDeletedAsync();
                }

                break;
        }
    }

    /// <summary>Closes the pool's idle connections to a PostgreSQL database.</summary>
    internal static async Task LeavePostgreSqlAsync(IDbContextFactory<CouponDbContext> contexts)
    {
        await using CouponDbContext db = await contexts.CreateDbContextAsync();
        NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
    }

    /// <summary>Brings an empty database to the newest schema.</summary>
    internal static async Task MigrateAsync(DatabaseOptions options)
    {
        await using ServiceProvider services = Services(options);
        await services.GetRequiredService<DatabaseStartup>().MigrateAsync(CancellationToken.None);
    }

    /// <summary>The database alone, without store and use cases.</summary>
    internal static ServiceProvider Services(DatabaseOptions options) => new ServiceCollection()
        .AddLogging()
        .AddIdentitySchema()
        .AddCouponDatabase(options, new DataDirectory("unused"))
        .AddSingleton<DatabaseStartup>()
        .BuildServiceProvider();

    /// <summary>The schema that the application asks for: without this the model would lack the passkey table.</summary>
    internal static IServiceCollection AddIdentitySchema(this IServiceCollection services) =>
        services.Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3);

    private static async Task<string> MakeSqliteTemplateAsync()
    {
        string file = Path.Combine(new TestDirectory("sqlite-template").Path, "template.db");

        // Without a pool the last connection to close brings the write-ahead log into the file.
        string connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        await MigrateAsync(new DatabaseOptions { ConnectionString = connection });
        return file;
    }

    private static async Task<string> MakePostgreSqlTemplateAsync()
    {
        string connection = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        await using ServiceProvider services = Services(new DatabaseOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = connection });
        await services.GetRequiredService<DatabaseStartup>().MigrateAsync(CancellationToken.None);
        await LeavePostgreSqlAsync(services.GetRequiredService<IDbContextFactory<CouponDbContext>>());
        return connection;
    }

    private static async Task<string> CopyPostgreSqlAsync(string template)
    {
        NpgsqlConnectionStringBuilder copy = new(template) { Database = $"test_{Guid.NewGuid():N}" };
        NpgsqlConnectionStringBuilder server = new(template) { Database = "postgres" };
        await using NpgsqlConnection connection = new(server.ToString());
        await connection.OpenAsync();
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {copy.Database} TEMPLATE {new NpgsqlConnectionStringBuilder(template).Database}";
        await command.ExecuteNonQueryAsync();
        return copy.ToString();
    }
}
