using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Database;

/// <summary>Brings a SQLite file to the newest schema at the start. A server's schema is changed by the documented command, never by an instance.</summary>
public sealed partial class DatabaseStartup(IDbContextFactory<CouponDbContext> databases, DatabaseOptions options, ILogger<DatabaseStartup> log)
{
    /// <exception cref="SchemaOutdatedException">A server's database lacks migrations.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
        else if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList() is { Count: > 0 } pending)
        {
            throw new SchemaOutdatedException(pending);
        }

        LogReady(log, options.Provider);
    }

    /// <summary>Brings any provider's database to the newest schema: what the documented command calls.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        LogReady(log, options.Provider);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Database: {Provider}, schema up to date.")]
    private static partial void LogReady(ILogger logger, DatabaseProvider provider);
}

/// <summary>A server's database has an older schema than this program.</summary>
public sealed class SchemaOutdatedException(IReadOnlyList<string> pending) : Exception(
    $"The database lacks {pending.Count} migrations (first: {pending[0]}). Run: dotnet run --project CouponAdmin.Web -- migrate");
