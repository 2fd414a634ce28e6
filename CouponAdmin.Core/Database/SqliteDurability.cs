using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CouponAdmin.Core.Database;

/// <summary>
/// Each SQLite connection syncs every commit to the disk, waits in short steps for another writer, and cuts a large write-ahead log when it begins again.
/// Its <c>lower()</c> knows every letter, as the other databases' does: SQLite's own leaves all but A–Z as they are, so that a search in any case would miss É.
/// </summary>
/// <remarks>These settings belong to a connection, not to the file. Without a busy time-out the provider itself retries every 150 ms.</remarks>
internal sealed class SqliteDurability : DbConnectionInterceptor
{
    private static readonly string Pragmas = FormattableString.Invariant(
        $"PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA journal_size_limit={SqliteWal.SizeMaxBytes};");

    public static readonly SqliteDurability Instance = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        KnowLetters(connection);
        using DbCommand command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        KnowLetters(connection);
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void KnowLetters(DbConnection connection) =>
        ((SqliteConnection)connection).CreateFunction("lower", static (string? text) => text?.ToLowerInvariant(), isDeterministic: true);
}
