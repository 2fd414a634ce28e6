using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Campaigns;

/// <summary>No campaign is open, paused or sold out, and none opens within a quarter of an hour.</summary>
internal sealed class QuietMoment(IDbContextFactory<CouponDbContext> databases, StoreClock clock) : IQuietMoment
{
    /// <summary>Crowds come early and reload.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromMinutes(15);

    public async Task<bool> IsNowAsync(CancellationToken cancellationToken)
    {
        StoreTime now = clock.Now, soon = now + Before;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return !await db.Set<Campaign>().AnyAsync(c => c.IsPublished && !c.IsArchived && !c.IsClosed && c.OpensAt <= soon && c.ClosesAt > now, cancellationToken);
    }
}
