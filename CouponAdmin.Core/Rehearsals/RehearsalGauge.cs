using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Rehearsals;

/// <summary>Reads, for a rehearsal under way, how much of its sale is recorded and what memory is used.</summary>
public sealed class RehearsalGauge(IDbContextFactory<CouponDbContext> databases, StoreConnections store)
{
    /// <summary>Rows of the rehearsal's sale, whichever instance wrote them.</summary>
    public async Task<int> RecordedAsync(long saleId, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Campaign>().IgnoreQueryFilters().Where(c => c.Id == saleId).Select(c => c.Recorded).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The store's memory in use, in bytes; null: it doesn't say.</summary>
    public async Task<long?> StoreMemoryAsync(Guid key) =>
        (await StoreVitals.ReadAsync(store.Draining.Multiplexer.GetServer(new CampaignKeys(key).Queue, flags: StackExchange.Redis.CommandFlags.DemandMaster))).UsedBytes;
}
