using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Rehearsals;

/// <summary>Removes everything that a rehearsal made: the sale's keys, its rows, its campaign, and what this instance remembers of it.</summary>
/// <remarks>
/// Every step may run twice, and on two instances at once. First the campaign is sealed, so that no drain begins; then the keys go, and go again after <see cref="Settles"/>,
/// in which a drain that was under way has ended; the campaign's row goes last. A crash in between leaves that row, by which the next look finds what is left.
/// </remarks>
public sealed class ClearRehearsal
{
    /// <summary>Rows in one statement: SQLite has one writer.</summary>
    public const int RowsAtOnce = 2_000;

    /// <summary>A drain that was under way has ended after so long.</summary>
    public static readonly TimeSpan Settles = TimeSpan.FromSeconds(1);

    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly StoreConnections _store;
    private readonly ClaimBatchers _batchers;
    private readonly AcknowledgedClaims _acknowledged;
    private readonly StoreClock _clock;
    private readonly TimeProvider _time;

    internal ClearRehearsal(
        IDbContextFactory<CouponDbContext> databases, StoreConnections store, ClaimBatchers batchers, AcknowledgedClaims acknowledged, StoreClock clock, TimeProvider time) =>
        (_databases, _store, _batchers, _acknowledged, _clock, _time) = (databases, store, batchers, acknowledged, clock, time);

    /// <summary>Removes the sale of this key, or of any rehearsal when null is given; nothing when there is none.</summary>
    /// <exception cref="RedisException">The store doesn't answer; what is left is found again.</exception>
    public async Task ExecuteAsync(Guid? key, CancellationToken cancellationToken)
    {
        if (await SealAsync(key, cancellationToken) is not { } shadow)
        {
            return;
        }

        await RemoveKeysAsync(shadow.Key);
        await Task.Delay(Settles, _time, cancellationToken);
        await RemoveKeysAsync(shadow.Key);
        _batchers.Drop(shadow.Key);
        _acknowledged.Drop(shadow.Key);
        await RemoveRowsAsync(shadow.Id, cancellationToken);
    }

    private async Task<Campaign?> SealAsync(Guid? key, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().IgnoreQueryFilters().AsNoTracking().Where(c => c.Slug == ShadowSale.Slug && (key == null || c.Key == key))
            .Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken) is not { } id)
        {
            return null;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        Campaign shadow = await CampaignLock.ByIdAsync(db, id, cancellationToken);
        shadow.IsClosed = true;
        shadow.SealedAt ??= _clock.Now;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return shadow;
    }

    private Task<long> RemoveKeysAsync(Guid key)
    {
        CampaignKeys keys = new(key);
        return _store.Draining.KeyDeleteAsync([keys.Facts, keys.Queue, keys.Progress, keys.Drainer], CommandFlags.DemandMaster);
    }

    private async Task RemoveRowsAsync(long id, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        await db.Set<QuarantinedClaim>().Where(q => q.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        int removed;
        do
        {
            removed = await db.Set<IssuanceRecord>().Where(i => i.CampaignId == id).OrderBy(i => i.Ticket).Take(RowsAtOnce).ExecuteDeleteAsync(cancellationToken);
        }
        while (removed == RowsAtOnce);
        await db.Set<Campaign>().IgnoreQueryFilters().Where(c => c.Id == id && c.Slug == ShadowSale.Slug).ExecuteDeleteAsync(cancellationToken);
    }
}
