using System.Data.Common;
using System.Diagnostics;

namespace CouponAdmin.Bench.Sales;

/// <summary>One sale on one host, with what the database knows of it.</summary>
/// <param name="ClaimPath">Where members claim.</param>
/// <param name="Quantity">Coupons there are.</param>
/// <param name="Rows">Reads the database.</param>
/// <param name="StoredSql">How many coupons are stored: one number.</param>
/// <param name="JudgeSql">Coupons, different members, different codes: three numbers.</param>
internal sealed record Sale(string ClaimPath, int Quantity, DbDataSource Rows, string StoredSql, string JudgeSql)
{
    private static readonly TimeSpan StoredPatience = TimeSpan.FromMinutes(3);

    /// <summary>Coupons stored until now.</summary>
    public async Task<int> StoredAsync() => (await ReadAsync(StoredSql))[0];

    /// <summary>Waits until so many coupons are stored.</summary>
    public async Task UntilStoredAsync(int count)
    {
        long began = Stopwatch.GetTimestamp();
        while (await StoredAsync() < count)
        {
            if (Stopwatch.GetElapsedTime(began) > StoredPatience)
            {
                throw new OracleException($"{await StoredAsync()} of {count} coupons are stored after {StoredPatience}.");
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Exactly those who were told so have a coupon, nobody has two, and there are no more than the sale had.</summary>
    /// <param name="accepted">Claims that were answered with a unit.</param>
    /// <param name="unclear">Claims that heard neither yes nor no: so many more may be stored.</param>
    /// <exception cref="OracleException">The sale broke its promise; a figure from it is worth nothing.</exception>
    public async Task JudgeAsync(int accepted, int unclear = 0)
    {
        await UntilStoredAsync(accepted);
        int[] found = await ReadAsync(JudgeSql);
        if (found.Any(n => n != found[0]) || found[0] < accepted || found[0] > accepted + unclear || found[0] > Quantity)
        {
            throw new OracleException($"{ClaimPath}: {accepted} claims were accepted of {Quantity}, {unclear} unclear; stored {found[0]}, members {found[1]}, codes {found[2]}.");
        }
    }

    private async Task<int[]> ReadAsync(string sql)
    {
        await using DbCommand command = Rows.CreateCommand(sql);
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt32)];
    }
}

/// <summary>A sale gave too many, too few, or two to one member.</summary>
internal sealed class OracleException(string message) : Exception(message);
