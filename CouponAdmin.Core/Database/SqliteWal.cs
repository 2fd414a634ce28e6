using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Database;

/// <summary>Bounds the write-ahead log of a SQLite file.</summary>
/// <remarks>
/// SQLite writes the log back to the file at every thousand pages and begins at the log's start again when nobody reads from it at that moment.
/// With a reader at each such moment the log only grows, and the file keeps the greatest size that it ever had.
/// So each connection cuts the file when the log begins again (<c>journal_size_limit</c>), and what is larger all the same is emptied here.
/// https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files
/// </remarks>
internal sealed partial class SqliteWal(IDbContextFactory<CouponDbContext> databases, ILogger<SqliteWal> log, long sizeMaxBytes = SqliteWal.SizeMaxBytes)
{
    /// <summary>A log that is larger is emptied: sixteen times what SQLite lets come together by itself.</summary>
    public const long SizeMaxBytes = 64L << 20;

    /// <summary>Writers wait behind the emptying, and it waits for readers: so it gives up soon and comes again.</summary>
    private const int WaitMaxMs = 200;

    private bool _isTooLarge;

    /// <summary>Empties the log if it is too large. False when somebody was reading all the time.</summary>
    public async Task<bool> BoundAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        DbConnection connection = db.Database.GetDbConnection();
        FileInfo file = new(connection.DataSource + "-wal");
        bool isBounded = !file.Exists || file.Length <= sizeMaxBytes || await EmptyAsync(db, connection, cancellationToken);
        if (!isBounded && !_isTooLarge)
        {
            LogTooLarge(log, file.Length >> 20, sizeMaxBytes >> 20);
        }

        _isTooLarge = !isBounded;
        return isBounded;
    }

    private static async Task<bool> EmptyAsync(CouponDbContext db, DbConnection connection, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using DbCommand command = connection.CreateCommand();

        // The next to open this pooled connection sets its own waiting time again (SqliteDurability).
        command.CommandText = $"PRAGMA busy_timeout={WaitMaxMs}; PRAGMA wal_checkpoint(TRUNCATE);";
        await using DbDataReader answer = await command.ExecuteReaderAsync(cancellationToken);
        await answer.NextResultAsync(cancellationToken);
        return await answer.ReadAsync(cancellationToken) && answer.GetInt64(0) == 0;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's write-ahead log has {Size} MB, more than {Max} MB, and can't be emptied: something reads the database without a pause.")]
    private static partial void LogTooLarge(ILogger logger, long size, long max);
}

/// <summary>Looks after the log while the product runs.</summary>
internal sealed partial class SqliteWalWatch(SqliteWal wal, TimeProvider time, ILogger<SqliteWalWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The product ends.
        }
    }

    // A full disk, or a file that is away: the drain says so as well; the watch goes on.
    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await wal.BoundAsync(stoppingToken);
        }
        catch (DbException e)
        {
            LogFailed(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's write-ahead log could not be looked after: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
