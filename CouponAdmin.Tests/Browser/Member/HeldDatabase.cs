using Microsoft.Data.Sqlite;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>Holds the write lock of an application's SQLite file: claims are admitted and wait, nothing is recorded until this is released.</summary>
internal sealed class HeldDatabase : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;

    private HeldDatabase(SqliteConnection connection, SqliteTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    public static async Task<HeldDatabase> HoldAsync(string dataDirectory)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(dataDirectory, "couponadmin.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false,
        }.ToString());
        await connection.OpenAsync();

        // Not deferred: the lock is taken here.
        return new HeldDatabase(connection, connection.BeginTransaction(deferred: false));
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
