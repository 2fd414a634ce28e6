using CouponAdmin.Core.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CouponAdmin.Core.Database;

/// <summary>Registers the context of the chosen provider as <c>IDbContextFactory&lt;CouponDbContext&gt;</c>.</summary>
public static class DatabaseRegistration
{
    /// <summary>Of one connection to PostgreSQL; the least used one gives way. The product has fewer that come often.</summary>
    public const int StatementsPreparedMax = 100;

    /// <summary>What EF Core logs as an error and throws as well. Who asked answers or logs it, once; a row that another instance wrote first is no error at all.</summary>
    private static readonly (EventId, LogLevel)[] Thrown =
    [
        (RelationalEventId.CommandError, LogLevel.Debug),
        (RelationalEventId.ConnectionError, LogLevel.Debug),
        (CoreEventId.SaveChangesFailed, LogLevel.Debug),
        (CoreEventId.QueryIterationFailed, LogLevel.Debug),
    ];

    public static IServiceCollection AddCouponDatabase(this IServiceCollection services, DatabaseOptions options, DataDirectory data)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = options.Provider switch
        {
            DatabaseProvider.Sqlite => services.AddContext<SqliteCouponDbContext>(builder => UseSqlite(builder, options, data)),
            DatabaseProvider.PostgreSql => services.AddContext<PostgreSqlCouponDbContext>(
                builder => builder.UseNpgsql(ToPostgreSql(options.ConnectionString), o => o.CommandTimeout((int)options.CommandTimeout.TotalSeconds))),
            DatabaseProvider.SqlServer => services.AddContext<SqlServerCouponDbContext>(
                builder => builder.UseSqlServer(options.ConnectionString, o => o.CommandTimeout((int)options.CommandTimeout.TotalSeconds))),
        };
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            services.AddSingleton(provider => new SqliteWal(provider.GetRequiredService<IDbContextFactory<CouponDbContext>>(), provider.GetRequiredService<ILogger<SqliteWal>>()))
                .AddHostedService(provider => new SqliteWalWatch(
                    provider.GetRequiredService<SqliteWal>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteWalWatch>>()));
        }

        return services.AddSingleton(options)
            .AddSingleton<SecretVault>()
            .AddScoped(provider => provider.GetRequiredService<IDbContextFactory<CouponDbContext>>().CreateDbContext());
    }

    private static IServiceCollection AddContext<TContext>(this IServiceCollection services, Action<DbContextOptionsBuilder> configure)
        where TContext : CouponDbContext =>
        services.AddPooledDbContextFactory<TContext>(builder =>
            {
                configure(builder);

                // That the migrations fit the model is a test's business (MigrationTests): asking at each start would build the model a second time.
                builder.AddInterceptors(AppendOnlyGuard.Instance).ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning).Log(Thrown));
            })
            .AddSingleton<IDbContextFactory<CouponDbContext>>(provider => new Contexts<TContext>(provider.GetRequiredService<IDbContextFactory<TContext>>()));

    private static void UseSqlite(DbContextOptionsBuilder builder, DatabaseOptions options, DataDirectory data)
    {
        string connection = options.ConnectionString.Length > 0
            ? options.ConnectionString
            : new SqliteConnectionStringBuilder { DataSource = Path.Combine(data.Path, "couponadmin.db") }.ToString();
        builder.UseSqlite(connection, o => o.CommandTimeout((int)options.CommandTimeout.TotalSeconds)).AddInterceptors(SqliteDurability.Instance);
    }

    // Nothing of ours leaves a session other than it was (settings are LOCAL to a transaction), so a connection goes back to the pool without a DISCARD ALL,
    // and statements that come again stay prepared: PostgreSQL spends more on planning a short one than on running it. Unless the connection string says otherwise.
    private static string ToPostgreSql(string connection)
    {
        NpgsqlConnectionStringBuilder builder = new(connection) { NoResetOnClose = true };
        if (!builder.ShouldSerialize("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = StatementsPreparedMax;
        }

        return builder.ToString();
    }

    private sealed class Contexts<TContext>(IDbContextFactory<TContext> factory) : IDbContextFactory<CouponDbContext>
        where TContext : CouponDbContext
    {
        public CouponDbContext CreateDbContext() => factory.CreateDbContext();
    }
}
