using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>Look-ups in the pools.</summary>
internal static class PooledCodes
{
    /// <summary>The codes of these numbers, in one query.</summary>
    public static Task<Dictionary<int, string>> OfNumbersAsync(CouponDbContext db, long campaignId, int first, int last, CancellationToken cancellationToken) =>
        db.Set<CodeImport>().AsNoTracking().Where(i => i.CampaignId == campaignId && i.AttachedAt != null)
            .Join(db.Set<PooledCode>().Where(c => c.Number >= first && c.Number <= last), i => i.Id, c => c.ImportId, (_, code) => new { code.Number, code.Code })
            .ToDictionaryAsync(c => c.Number, c => c.Code, cancellationToken);

    /// <summary>The code that a typed text means, as coupons have it: a pool's own writing, else the form of generated ones; null when it can be no code.</summary>
    public static async Task<string?> StoredCodeAsync(this CouponDbContext db, string typed, CancellationToken cancellationToken) =>
        await db.PooledCodeAsync(typed, cancellationToken) ?? TypedCode.Read(typed);

    /// <summary>The coupon of a code as a person types it. A generated code is found by one query, as ever; the pools are asked for what is left.</summary>
    /// <param name="db">The database.</param>
    /// <param name="typed">The text, without the guard of a spreadsheet.</param>
    /// <param name="find">Finds the coupon of a stored code.</param>
    public static async Task<T?> FindByTypedCodeAsync<T>(this CouponDbContext db, string typed, Func<string, Task<T?>> find, CancellationToken cancellationToken)
        where T : class
    {
        string? generated = TypedCode.Read(typed);
        return generated is not null && await find(generated) is { } found
            ? found
            : await db.PooledCodeAsync(typed, cancellationToken) is { } pooled && pooled != generated ? await find(pooled) : null;
    }

    /// <summary>The code of a pool that a typed text means, in the pool's own writing; whether a coupon has it is another matter.</summary>
    public static Task<string?> PooledCodeAsync(this CouponDbContext db, string typed, CancellationToken cancellationToken) =>
        PoolCode.LookUpOf(typed) is { } lookUp
            ? db.Set<PooledCode>().Where(c => c.LookUp == lookUp).Select(c => c.Code).SingleOrDefaultAsync(cancellationToken)
            : Task.FromResult<string?>(null);

    /// <summary>Which of these stand in a pool, attached or about to be.</summary>
    public static Task<List<string>> KnownAsync(CouponDbContext db, string[] lookUps, CancellationToken cancellationToken)
    {
        IQueryable<PooledCode> codes = db.Set<PooledCode>();
        codes = db is SqlServerCouponDbContext
            ? codes.Where(c => EF.Parameter(lookUps).Contains(EF.Functions.Collate(c.LookUp, SqlServerCouponDbContext.BytewiseCollation)))
            : codes.Where(c => EF.Parameter(lookUps).Contains(c.LookUp));
        return codes.Select(c => c.LookUp).ToListAsync(cancellationToken);
    }

    /// <summary>Which of these are codes of coupons.</summary>
    public static Task<List<string>> IssuedAsync(CouponDbContext db, string[] wanted, CancellationToken cancellationToken)
    {
        IQueryable<IssuanceRecord> rows = db.Set<IssuanceRecord>();
        rows = db is SqlServerCouponDbContext
            ? rows.Where(i => i.Code != null && EF.Parameter(wanted).Contains(EF.Functions.Collate(i.Code, SqlServerCouponDbContext.BytewiseCollation)))
            : rows.Where(i => EF.Parameter(wanted).Contains(i.Code));
        return rows.Select(i => i.Code!).ToListAsync(cancellationToken);
    }
}
