using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Database;

/// <summary>SQLite: <c>BEGIN IMMEDIATE</c> locks the whole file for writing, so a SELECT needs no lock of its own.</summary>
public sealed class SqliteCouponDbContext(DbContextOptions<SqliteCouponDbContext> options) : CouponDbContext(options)
{
    internal override string? BinaryCollation => "BINARY";

    protected override (string Hint, string Suffix) RowLock => ("", "");
}

/// <summary>PostgreSQL: text is compared by bytes for equality under its deterministic collations.</summary>
public sealed class PostgreSqlCouponDbContext(DbContextOptions<PostgreSqlCouponDbContext> options) : CouponDbContext(options)
{
    internal override string? BinaryCollation => null;

    protected override (string Hint, string Suffix) RowLock => ("", " FOR UPDATE");
}

/// <summary>SQL Server: the default collation ignores case, so columns that name members say otherwise.</summary>
public sealed class SqlServerCouponDbContext(DbContextOptions<SqlServerCouponDbContext> options) : CouponDbContext(options)
{
    /// <summary>Of the columns that are compared by bytes; also named in queries, where a list of texts would bring the database's own.</summary>
    internal const string BytewiseCollation = "Latin1_General_100_BIN2";

    internal override string? BinaryCollation => BytewiseCollation;

    protected override (string Hint, string Suffix) RowLock => (" WITH (UPDLOCK, ROWLOCK)", "");
}
