using System.Text;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CouponAdmin.Core.Database;

/// <summary>Tells a row that can't be stored from a database that can't be reached: only the first is worth a second look at the data.</summary>
/// <remarks>Codes: https://sqlite.org/rescode.html, PostgreSQL's appendix A (SQLSTATE classes), SQL Server's sys.messages.</remarks>
public static class DataErrors
{
    /// <summary>TOOBIG, CONSTRAINT, MISMATCH, RANGE.</summary>
    private static readonly int[] Sqlite = [18, 19, 20, 25];

    /// <summary>Data exceptions, integrity violations, errors raised by triggers.</summary>
    private static readonly string[] PostgreSqlClasses = ["22", "23", "P0"];

    /// <summary>Unique key and index, foreign key and check, NULL, truncation, conversion and overflow, errors raised by triggers.</summary>
    private static readonly int[] SqlServer = [2627, 2601, 547, 515, 8152, 2628, 220, 245, 8114, 8115, 50000];

    /// <summary>The database's own code, for operators: never its text, which may hold a member's data.</summary>
    public static string CodeOf(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => CodeOf(inner),
        SqliteException e => $"SQLite {e.SqliteExtendedErrorCode}",
        PostgresException e => $"PostgreSQL {e.SqlState}",
        SqlException e => $"SQL Server {e.Number}",
        _ => exception.GetType().Name,
    };

    /// <summary>Raised by the provider's own reader or writer: a text or a number that it can't turn into the database's, or back.</summary>
    private static bool IsOfClient(Exception exception) =>
        exception is EncoderFallbackException or DecoderFallbackException or InvalidCastException or FormatException or OverflowException;

    /// <summary>True for an error of the data; false for time-outs, locks, full disks and lost connections.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => Is(inner),
        SqliteException e => Array.IndexOf(Sqlite, e.SqliteErrorCode) >= 0,
        PostgresException e => Array.Exists(PostgreSqlClasses, c => e.SqlState.StartsWith(c, StringComparison.Ordinal)),
        SqlException e => Array.IndexOf(SqlServer, e.Number) >= 0,
        NpgsqlException { InnerException: { } inner } => IsOfClient(inner),
        InvalidOperationException { InnerException: { } inner } => IsOfClient(inner) || Is(inner),
        _ => IsOfClient(exception),
    };
}
