using Microsoft.Data.Sqlite;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A backup of a SQLite database, and its way back, while connections to it are open.</summary>
internal static class SqliteCopy
{
    /// <param name="from">A connection string.</param>
    /// <param name="to">A connection string; what was there is replaced.</param>
    public static void Make(string from, string to)
    {
        using SqliteConnection source = new(from);
        using SqliteConnection target = new(to);
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }
}
