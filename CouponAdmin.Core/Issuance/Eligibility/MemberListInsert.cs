using System.Data;
using System.Data.Common;
using CouponAdmin.Core.Database;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace CouponAdmin.Core.Issuance.Eligibility;

/// <summary>Plain inserts of a list's members, as fast as each provider can: a member that comes twice is an error here.</summary>
internal static class MemberListInsert
{
    private const string ColumnList = $"\"{nameof(ListedMember.ListId)}\", \"{nameof(ListedMember.Member)}\"";

    /// <summary>In the context's open transaction.</summary>
    public static Task RunAsync(CouponDbContext db, long listId, IReadOnlyList<string> members, CancellationToken cancellationToken)
    {
        DbTransaction transaction = db.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Members are inserted in a transaction, never outside of one.");
        return db.Database.GetDbConnection() switch
        {
            SqliteConnection connection => ToSqliteAsync(connection, (SqliteTransaction)transaction, listId, members, cancellationToken),
            NpgsqlConnection connection => ToPostgreSqlAsync(connection, listId, members, cancellationToken),
            SqlConnection connection => ToSqlServerAsync(connection, (SqlTransaction)transaction, listId, members, cancellationToken),
            DbConnection other => throw new NotSupportedException($"No bulk insert is written for {other.GetType().Name}."),
        };
    }

    private static async Task ToSqliteAsync(
        SqliteConnection connection, SqliteTransaction transaction, long listId, IReadOnlyList<string> members, CancellationToken cancellationToken)
    {
        await using SqliteCommand insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT INTO {ListedMember.Table} ({ColumnList}) VALUES (@list, @member)";
        insert.Parameters.AddWithValue("@list", listId);
        SqliteParameter member = insert.Parameters.Add(new SqliteParameter { ParameterName = "@member" });
        foreach (string one in members)
        {
            member.Value = one;
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task ToPostgreSqlAsync(NpgsqlConnection connection, long listId, IReadOnlyList<string> members, CancellationToken cancellationToken)
    {
        await using NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync(
            $"COPY {ListedMember.Table} ({ColumnList}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (string member in members)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(listId, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(member, NpgsqlDbType.Varchar, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task ToSqlServerAsync(
        SqlConnection connection, SqlTransaction transaction, long listId, IReadOnlyList<string> members, CancellationToken cancellationToken)
    {
        // CheckConstraints: without it a bulk copy would pass the foreign key by.
        using SqlBulkCopy copy = new(connection, SqlBulkCopyOptions.CheckConstraints, transaction) { DestinationTableName = ListedMember.Table };
        using DataTable table = new();
        table.Locale = System.Globalization.CultureInfo.InvariantCulture;
        table.Columns.Add(nameof(ListedMember.ListId), typeof(long));
        table.Columns.Add(nameof(ListedMember.Member), typeof(string));
        copy.ColumnMappings.Add(nameof(ListedMember.ListId), nameof(ListedMember.ListId));
        copy.ColumnMappings.Add(nameof(ListedMember.Member), nameof(ListedMember.Member));
        foreach (string member in members)
        {
            table.Rows.Add(listId, member);
        }

        await copy.WriteToServerAsync(table, cancellationToken);
    }
}
