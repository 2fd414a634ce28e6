using System.Data.Common;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CouponAdmin.Core.Issuance.Refusals;

/// <summary>Inserts refusals that are not there yet, and leaves those that are: the key decides.</summary>
/// <remarks>In a rush this runs beside the claims, on the same processors; the change tracker would add noticeably to what a "sold out" costs.</remarks>
internal static class RefusedInsert
{
    private static readonly string Into =
        $"INSERT INTO {RefusedClaimMapping.Table} (\"{nameof(RefusedClaim.CampaignId)}\", \"{nameof(RefusedClaim.Member)}\", \"{nameof(RefusedClaim.Kind)}\", \"{nameof(RefusedClaim.At)}\")";

    private static readonly string[] SqliteNames = ["@campaign", "@member", "@kind", "@at"];

    /// <summary>In one transaction.</summary>
    /// <returns>How many were not there.</returns>
    /// <exception cref="DbException">A row can't be stored, or the database doesn't take it now; nothing of it is stored.</exception>
    public static async Task<int> RunAsync(CouponDbContext db, IReadOnlyList<RefusedClaim> refused, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        return db.Database.GetDbConnection() switch
        {
            NpgsqlConnection connection => await ToPostgreSqlAsync(connection, refused, cancellationToken),
            SqliteConnection connection => await ToSqliteAsync(connection, refused, cancellationToken),
            _ => await ByContextAsync(db, refused, cancellationToken),
        };
    }

    private static async Task<int> ToPostgreSqlAsync(NpgsqlConnection connection, IReadOnlyList<RefusedClaim> refused, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand insert = new($"{Into} SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT DO NOTHING", connection);
        insert.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Bigint, refused.Select(r => r.CampaignId).ToArray());
        insert.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Varchar, refused.Select(r => r.Member).ToArray());
        insert.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Varchar, refused.Select(r => r.Kind).ToArray());
        insert.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Bigint, refused.Select(r => r.At.Microseconds).ToArray());
        return await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<int> ToSqliteAsync(SqliteConnection connection, IReadOnlyList<RefusedClaim> refused, CancellationToken cancellationToken)
    {
        await using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        await using SqliteCommand insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"{Into} VALUES ({string.Join(", ", SqliteNames)}) ON CONFLICT DO NOTHING";
        SqliteParameter[] parameters = [.. SqliteNames.Select(name => insert.Parameters.Add(new SqliteParameter { ParameterName = name }))];
        int inserted = 0;
        foreach (RefusedClaim one in refused)
        {
            (parameters[0].Value, parameters[1].Value, parameters[2].Value, parameters[3].Value) = (one.CampaignId, one.Member, one.Kind, one.At.Microseconds);
            inserted += await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return inserted;
    }

    // One after the other, where there is no way to leave out what is there: another instance may be first with any of them.
    private static async Task<int> ByContextAsync(CouponDbContext db, IReadOnlyList<RefusedClaim> refused, CancellationToken cancellationToken)
    {
        int inserted = 0;
        foreach (RefusedClaim one in refused)
        {
            if (await db.Set<RefusedClaim>().AnyAsync(r => r.Member == one.Member && r.CampaignId == one.CampaignId && r.Kind == one.Kind, cancellationToken))
            {
                continue;
            }

            try
            {
                db.ChangeTracker.Clear();
                db.Add(one);
                inserted += await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException e) when (DataErrors.Is(e))
            {
                // There since the look.
            }
        }

        return inserted;
    }
}
