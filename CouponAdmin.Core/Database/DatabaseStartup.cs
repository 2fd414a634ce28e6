using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Database;

/// <summary>Brings a SQLite file to the newest schema at the start. A server's schema is changed by the documented command, never by an instance.</summary>
public sealed partial class DatabaseStartup(IDbContextFactory<CouponDbContext> databases, DatabaseOptions options, ILogger<DatabaseStartup> log)
{
    private const string PostgreSqlEncoding = "UTF8";

    /// <exception cref="DatabaseRefusedException">A server has no such database, or one that can't hold every text.</exception>
    /// <exception cref="SchemaOutdatedException">A server's database lacks migrations.</exception>
    /// <exception cref="SchemaNewerException">The database has migrations that this program doesn't know.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            await RefuseNewerAsync(db, cancellationToken);
            await SqliteMigrations.RunAsync(db, () => LogWaits(log), cancellationToken);
        }
        else if (!await ServerOf(db).ExistsAsync(cancellationToken))
        {
            throw new DatabaseRefusedException(
                $"The server has no database '{db.Database.GetDbConnection().Database}'. Check its name in ConnectionStrings:Database; a new one is made by the command migrate (docs/operations.md).");
        }
        else if (await EncodingProblemAsync(db, cancellationToken) is { } problem)
        {
            throw new DatabaseRefusedException(problem);
        }
        else if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList() is { Count: > 0 } pending)
        {
            throw new SchemaOutdatedException(pending);
        }
        else
        {
            await RefuseNewerAsync(db, cancellationToken);
        }

        LogReady(log, options.Provider);
    }

    /// <summary>The migrations that the database lacks, all of them where there is no database yet. Changes nothing.</summary>
    /// <exception cref="SchemaNewerException">The database has migrations that this program doesn't know.</exception>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await RefuseNewerAsync(db, cancellationToken);
        return [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    /// <summary>Brings any provider's database to the newest schema: what the documented command calls.</summary>
    /// <exception cref="SchemaNewerException">The database has migrations that this program doesn't know.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (options.Provider == DatabaseProvider.PostgreSql)
        {
            // Made first, so that nothing is written into one that is refused.
            if (!await ServerOf(db).ExistsAsync(cancellationToken))
            {
                await ServerOf(db).CreateAsync(cancellationToken);
            }

            if (await EncodingProblemAsync(db, cancellationToken) is { } problem)
            {
                throw new DatabaseRefusedException(problem);
            }
        }

        await RefuseNewerAsync(db, cancellationToken);
        await (options.Provider == DatabaseProvider.Sqlite ? SqliteMigrations.RunAsync(db, () => LogWaits(log), cancellationToken) : db.Database.MigrateAsync(cancellationToken));
        LogReady(log, options.Provider);
    }

    // The newer version's columns may hold what this one doesn't write: nobody but a person decides that it may.
    private async Task RefuseNewerAsync(CouponDbContext db, CancellationToken cancellationToken)
    {
        string[] unknown = [.. (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations(), StringComparer.Ordinal)];
        if (unknown.Length > 0 && !options.AcceptNewerSchema)
        {
            throw new SchemaNewerException(unknown);
        }
    }

    private static IRelationalDatabaseCreator ServerOf(CouponDbContext db) => db.GetService<IRelationalDatabaseCreator>();

    // A member id or a name that the encoding lacks can't be stored, nor even asked for. An encoding is chosen once, when a database is made.
    private async Task<string?> EncodingProblemAsync(CouponDbContext db, CancellationToken cancellationToken)
    {
        if (options.Provider != DatabaseProvider.PostgreSql)
        {
            return null;
        }

        string encoding = await db.Database.SqlQuery<string>($"SELECT pg_encoding_to_char(encoding) AS \"Value\" FROM pg_database WHERE datname = current_database()")
            .SingleAsync(cancellationToken);
        string name = db.Database.GetDbConnection().Database;
        return encoding == PostgreSqlEncoding
            ? null
            : $"The database '{name}' stores text as {encoding}, which can't hold every member id and name. Make one with CREATE DATABASE {name} ENCODING '{PostgreSqlEncoding}' TEMPLATE template0, "
                + "and move the data there with pg_dump and pg_restore if there is any.";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Database: {Provider}, schema up to date.")]
    private static partial void LogReady(ILogger logger, DatabaseProvider provider);

    [LoggerMessage(Level = LogLevel.Information, Message = "Another process changes the schema of this SQLite file; this one waits until it is done.")]
    private static partial void LogWaits(ILogger logger);
}

/// <summary>A server's database has an older schema than this program.</summary>
public sealed class SchemaOutdatedException(IReadOnlyList<string> pending) : Exception(
    $"The database lacks {pending.Count} migrations (first: {pending[0]}). Run: dotnet CouponAdmin.Web.dll migrate (from the sources: dotnet run --project CouponAdmin.Web -- migrate)");

/// <summary>The database was brought to a newer schema than this program knows.</summary>
public sealed class SchemaNewerException(IReadOnlyList<string> unknown) : Exception(
    $"The database's schema is newer than this program: it has {unknown.Count} migrations that the program doesn't know (last: {unknown[^1]}). "
    + "Start the version that brought them, or a later one; to go back by one version on purpose, set Database:AcceptNewerSchema to true (docs/upgrading.md).");

/// <summary>The server answers, but this database can't be used. The message is meant for the person who starts the program.</summary>
[SuppressMessage("Roslynator", "RCS1194", Justification = "Without a sentence there is nothing to say.")]
public sealed class DatabaseRefusedException(string message) : Exception(message);
