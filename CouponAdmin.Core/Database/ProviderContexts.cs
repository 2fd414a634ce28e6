using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CouponAdmin.Core.Database;

/// <summary>SQLite: <c>BEGIN IMMEDIATE</c> locks the whole file for writing, so a SELECT needs no lock of its own.</summary>
public sealed class SqliteCouponDbContext(DbContextOptions<SqliteCouponDbContext> options) : CouponDbContext(options)
{
    internal override string? BinaryCollation => "BINARY";

    protected override (string Before, string Hint, string Suffix) RowLock => ("", "", "");
}

/// <summary>PostgreSQL: text is compared by bytes for equality under its deterministic collations.</summary>
public sealed class PostgreSqlCouponDbContext(DbContextOptions<PostgreSqlCouponDbContext> options) : CouponDbContext(options)
{
    /// <summary>
    /// How long a transaction that holds a row may say nothing before the server ends it and its session: a second above the drain lease's default.
    /// An instance that stands still in its transaction would keep the row from all others; when it wakes, its commit fails and is tried anew.
    /// </summary>
    /// <remarks>Not between the packets of a COPY, which the server takes for one statement under way (runtime-config-client.html).</remarks>
    public static readonly TimeSpan LockIdleMax = TimeSpan.FromSeconds(6);

    internal override string? BinaryCollation => null;

    /// <summary>No foreign key for rows written in bulk: here each row would ask for its parent by a query of its own, which a drain pays for.</summary>
    /// <remarks>The drain holds the parent's lock while it writes, and a trigger keeps a parent with rows from being deleted.</remarks>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        foreach (IMutableEntityType rows in builder.Model.GetEntityTypes().Where(entity => entity.ClrType.IsAssignableTo(typeof(IWrittenInBulk))))
        {
            foreach (IMutableForeignKey key in rows.GetDeclaredForeignKeys().ToList())
            {
                rows.RemoveForeignKey(key);
            }
        }
    }

    protected override (string Before, string Hint, string Suffix) RowLock { get; } =
        (string.Create(CultureInfo.InvariantCulture, $"SET LOCAL idle_in_transaction_session_timeout = {LockIdleMax.TotalMilliseconds}; "), "", " FOR UPDATE");
}

/// <summary>SQL Server: the default collation ignores case, so columns that name members say otherwise.</summary>
public sealed class SqlServerCouponDbContext(DbContextOptions<SqlServerCouponDbContext> options) : CouponDbContext(options)
{
    /// <summary>Of the columns that are compared by bytes; also named in queries, where a list of texts would bring the database's own.</summary>
    internal const string BytewiseCollation = "Latin1_General_100_BIN2";

    internal override string? BinaryCollation => BytewiseCollation;

    protected override (string Before, string Hint, string Suffix) RowLock => ("", " WITH (UPDLOCK, ROWLOCK)", "");
}
