using System.Data;
using System.Data.Common;
using CouponAdmin.Core.Database;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Plain inserts, as fast as each provider can: a unique violation is an error and is never ignored.</summary>
/// <remarks>SaveChanges inserts these rows more slowly, and the drain holds the campaign's row for as long.</remarks>
internal static class IssuanceInsert
{
    private static readonly string[] Columns =
    [
        nameof(IssuanceRecord.CampaignId), nameof(IssuanceRecord.Ticket), nameof(IssuanceRecord.Member), nameof(IssuanceRecord.Status),
        nameof(IssuanceRecord.Number), nameof(IssuanceRecord.Code), nameof(IssuanceRecord.RecordedAt), nameof(IssuanceRecord.IsUnitReturned),
    ];

    private static readonly string ColumnList = string.Join(", ", Columns.Select(c => $"\"{c}\""));

    /// <summary>Inserts in the context's open transaction.</summary>
    public static Task RunAsync(CouponDbContext db, IReadOnlyList<IssuanceRecord> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return Task.CompletedTask;
        }

        DbTransaction transaction = db.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Rows are inserted in the drain's transaction, never outside of one.");
        return db.Database.GetDbConnection() switch
        {
            SqliteConnection connection => ToSqliteAsync(connection, (SqliteTransaction)transaction, rows, cancellationToken),
            NpgsqlConnection connection => ToPostgreSqlAsync(connection, rows, cancellationToken),
            SqlConnection connection => ToSqlServerAsync(connection, (SqlTransaction)transaction, rows, cancellationToken),
            DbConnection other => throw new NotSupportedException($"No bulk insert is written for {other.GetType().Name}."),
        };
    }

    private static async Task ToSqliteAsync(
        SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<IssuanceRecord> rows, CancellationToken cancellationToken)
    {
        await using SqliteCommand insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT INTO {IssuanceMapping.Table} ({ColumnList}) VALUES ({string.Join(", ", Columns.Select(c => $"@{c}"))})";
        SqliteParameter[] parameters = [.. Columns.Select(c => insert.Parameters.Add(new SqliteParameter { ParameterName = $"@{c}" }))];
        foreach (IssuanceRecord row in rows)
        {
            object?[] values = ValuesOf(row);
            for (int i = 0; i < values.Length; i++)
            {
                parameters[i].Value = values[i] ?? DBNull.Value;
            }

            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task ToPostgreSqlAsync(NpgsqlConnection connection, IReadOnlyList<IssuanceRecord> rows, CancellationToken cancellationToken)
    {
        await using NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync(
            $"COPY {IssuanceMapping.Table} ({ColumnList}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (IssuanceRecord row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(row.CampaignId, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Ticket, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Member, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(row.Status.ToString(), NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(row.Number, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(row.Code, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(row.RecordedAt.Microseconds, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.IsUnitReturned, NpgsqlDbType.Boolean, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task ToSqlServerAsync(
        SqlConnection connection, SqlTransaction transaction, IReadOnlyList<IssuanceRecord> rows, CancellationToken cancellationToken)
    {
        // CheckConstraints: without it a bulk copy would pass the foreign key by.
        using SqlBulkCopy copy = new(connection, SqlBulkCopyOptions.CheckConstraints, transaction) { DestinationTableName = IssuanceMapping.Table };
        using DataTable table = new();
        table.Locale = System.Globalization.CultureInfo.InvariantCulture;
        Type[] types = [typeof(long), typeof(long), typeof(string), typeof(string), typeof(int), typeof(string), typeof(long), typeof(bool)];
        foreach ((string column, Type type) in Columns.Zip(types))
        {
            table.Columns.Add(column, type);
            copy.ColumnMappings.Add(column, column);
        }

        foreach (IssuanceRecord row in rows)
        {
            table.Rows.Add(ValuesOf(row));
        }

        await copy.WriteToServerAsync(table, cancellationToken);
    }

    private static object?[] ValuesOf(IssuanceRecord row) =>
        [row.CampaignId, row.Ticket, row.Member, row.Status.ToString(), row.Number, row.Code, row.RecordedAt.Microseconds, row.IsUnitReturned];
}
