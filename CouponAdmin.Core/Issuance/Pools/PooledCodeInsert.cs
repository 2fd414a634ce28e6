using System.Data;
using System.Data.Common;
using CouponAdmin.Core.Database;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>Plain inserts of a pool's codes, as fast as each provider can: a code that stands in a pool already is an error here.</summary>
internal static class PooledCodeInsert
{
    private const string ColumnList = $"\"{nameof(PooledCode.ImportId)}\", \"{nameof(PooledCode.Number)}\", \"{nameof(PooledCode.Code)}\", \"{nameof(PooledCode.LookUp)}\"";

    private static readonly string[] Parameters = ["@import", "@number", "@code", "@lookUp"];

    /// <summary>In the context's open transaction.</summary>
    public static Task RunAsync(CouponDbContext db, IReadOnlyList<PooledCode> codes, CancellationToken cancellationToken)
    {
        DbTransaction transaction = db.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Codes are inserted in a transaction, never outside of one.");
        return db.Database.GetDbConnection() switch
        {
            SqliteConnection connection => ToSqliteAsync(connection, (SqliteTransaction)transaction, codes, cancellationToken),
            NpgsqlConnection connection => ToPostgreSqlAsync(connection, codes, cancellationToken),
            SqlConnection connection => ToSqlServerAsync(connection, (SqlTransaction)transaction, codes, cancellationToken),
            DbConnection other => throw new NotSupportedException($"No bulk insert is written for {other.GetType().Name}."),
        };
    }

    private static async Task ToSqliteAsync(
        SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<PooledCode> codes, CancellationToken cancellationToken)
    {
        await using SqliteCommand insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT INTO {PooledCode.Table} ({ColumnList}) VALUES ({string.Join(", ", Parameters)})";
        SqliteParameter[] parameters = [.. Parameters.Select(name => insert.Parameters.Add(new SqliteParameter { ParameterName = name }))];
        foreach (PooledCode code in codes)
        {
            (parameters[0].Value, parameters[1].Value, parameters[2].Value, parameters[3].Value) = (code.ImportId, code.Number, code.Code, code.LookUp);
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task ToPostgreSqlAsync(NpgsqlConnection connection, IReadOnlyList<PooledCode> codes, CancellationToken cancellationToken)
    {
        await using NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync(
            $"COPY {PooledCode.Table} ({ColumnList}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (PooledCode code in codes)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(code.ImportId, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(code.Number, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(code.Code, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(code.LookUp, NpgsqlDbType.Varchar, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task ToSqlServerAsync(
        SqlConnection connection, SqlTransaction transaction, IReadOnlyList<PooledCode> codes, CancellationToken cancellationToken)
    {
        // CheckConstraints: without it a bulk copy would pass the foreign key by.
        using SqlBulkCopy copy = new(connection, SqlBulkCopyOptions.CheckConstraints, transaction) { DestinationTableName = PooledCode.Table };
        using DataTable table = new();
        table.Locale = System.Globalization.CultureInfo.InvariantCulture;
        foreach ((string column, Type type) in new[]
        {
            (nameof(PooledCode.ImportId), typeof(long)), (nameof(PooledCode.Number), typeof(int)), (nameof(PooledCode.Code), typeof(string)), (nameof(PooledCode.LookUp), typeof(string)),
        })
        {
            table.Columns.Add(column, type);
            copy.ColumnMappings.Add(column, column);
        }

        foreach (PooledCode code in codes)
        {
            table.Rows.Add(code.ImportId, code.Number, code.Code, code.LookUp);
        }

        await copy.WriteToServerAsync(table, cancellationToken);
    }
}
