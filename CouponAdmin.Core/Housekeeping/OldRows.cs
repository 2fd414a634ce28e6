using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Refusals;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Housekeeping;

/// <summary>How many rows were removed.</summary>
public sealed record RemovedRows(int Refusals, int Tallies, int AuditEntries) : IAuditChange
{
    public bool IsNone() => this is { Refusals: 0, Tallies: 0, AuditEntries: 0 };
}

/// <summary>Removes rows that are older than they have to be kept. What is removed is written into the audit.</summary>
public sealed class OldRows(IDbContextFactory<CouponDbContext> databases, HousekeepingOptions options, StoreClock clock)
{
    /// <summary>Rows in one statement: SQLite has one writer, which a sale may need meanwhile.</summary>
    public const int AtOnce = 1_000;

    private const string Subject = "housekeeping";

    public async Task<RemovedRows> RemoveAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        RemovedRows removed = new(
            await RemoveAsync(options.RefusalDays, before => db.Set<RefusedClaim>().Where(r => r.At < before).OrderBy(r => r.Member), cancellationToken),
            await RemoveAsync(options.TallyDays, before => db.Set<TallyRecord>().Where(t => t.Second < before).OrderBy(t => t.CampaignId), cancellationToken),

            // The one exception to an append-only table: the guard looks at changes of single entries.
            await RemoveAsync(options.AuditDays, before => db.Set<AuditEntry>().Where(a => a.At < before).OrderBy(a => a.Id), cancellationToken));
        if (!removed.IsNone())
        {
            AuditTrail.Write(db, clock.Now, Actor.System, AuditAction.RemoveOldRows, Subject, change: new Made<RemovedRows>(removed));
            await db.SaveChangesAsync(cancellationToken);
        }

        return removed;
    }

    private async Task<int> RemoveAsync<T>(int days, Func<StoreTime, IQueryable<T>> olderThan, CancellationToken cancellationToken)
    {
        if (days == 0)
        {
            return 0;
        }

        StoreTime before = clock.Now + -TimeSpan.FromDays(days);
        int removed = 0, last;
        do
        {
            last = await olderThan(before).Take(AtOnce).ExecuteDeleteAsync(cancellationToken);
            removed += last;
        }
        while (last == AtOnce);
        return removed;
    }
}
