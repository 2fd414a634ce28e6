namespace CouponAdmin.Core.Database;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
    PostgreSql,
}

/// <summary>Which database, and where.</summary>
public sealed record DatabaseOptions
{
    public const string Section = "Database";
    public const string ConnectionStringName = "Database";

    /// <summary>Which kind of database: <c>Sqlite</c>, <c>PostgreSql</c> or <c>SqlServer</c>.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary><c>ConnectionStrings:Database</c>; empty: a SQLite file in the data directory.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>A SQLite file beside the embedded store: one process owns both.</summary>
    public bool IsInDataDirectory => Provider == DatabaseProvider.Sqlite && ConnectionString.Length == 0;

    /// <summary>Starts although the schema is newer than this program: for going back by one version (docs/upgrading.md).</summary>
    public bool AcceptNewerSchema { get; set; }

    /// <summary>How long one statement may take before it is given up.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
