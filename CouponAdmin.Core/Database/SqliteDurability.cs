using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CouponAdmin.Core.Database;

/// <summary>Each SQLite connection syncs every commit to the disk, and waits in short steps for another writer.</summary>
/// <remarks>Both settings belong to a connection, not to the file. Without a busy time-out the provider itself retries every 150 ms.</remarks>
internal sealed class SqliteDurability : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000;";

    public static readonly SqliteDurability Instance = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
