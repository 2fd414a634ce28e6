using CouponAdmin.Core.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CouponAdmin.Core.Database;

/// <summary>Changes the schema of a SQLite file, one process at a time.</summary>
/// <remarks>
/// EF Core's own lock is a row, <c>__EFMigrationsLock</c>. A process that is killed in a migration leaves it there, and every later start waits for it, without end or word.
/// The lock of this class is a file beside the database, opened exclusively: the kernel closes it with the process, however that ends.
/// Whoever holds it knows that a row which is there is a dead process's, and takes it away. What that one had begun is undone, or goes on with the next migration.
/// </remarks>
internal static class SqliteMigrations
{
    private const string Suffix = ".migrating";
    private const string InMemory = ":memory:";

    /// <summary>How often a process looks whether the other one is done.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="db">A context on the file.</param>
    /// <param name="onWait">Called once when another process is at it.</param>
    public static async Task RunAsync(CouponDbContext db, Action onWait, CancellationToken cancellationToken)
    {
        if (!(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return;
        }

        await using FileStream? held = await HoldAsync(db.Database.GetDbConnection().DataSource, onWait, cancellationToken);
        if (held is not null)
        {
            await ForgetTheDeadAsync(db, cancellationToken);
        }

        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Null where there is no file or no folder for the lock: SQLite itself says then what is wrong.</summary>
    private static async Task<FileStream?> HoldAsync(string file, Action onWait, CancellationToken cancellationToken)
    {
        if (file is "" or InMemory || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
        {
            return null;
        }

        for (bool isWaiting = false; ;)
        {
            try
            {
                return new FileStream(file + Suffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (ExclusiveFile.IsTaken(e))
            {
                if (!isWaiting)
                {
                    onWait();
                }

                isWaiting = true;
                await Task.Delay(Pause, cancellationToken);
            }
            catch (UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    private static async Task ForgetTheDeadAsync(CouponDbContext db, CancellationToken cancellationToken)
    {
        // Asked first: merely opening a file that isn't there would make it, without its write-ahead log.
        if (await db.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken)
            && await db.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(cancellationToken) > 0)
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
        }
    }
}
