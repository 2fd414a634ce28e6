using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Campaigns;

/// <summary>No campaign is open, paused or sold out, and none opens within a quarter of an hour.</summary>
public sealed class QuietMoment(IDbContextFactory<CouponDbContext> databases, StoreClock clock) : IQuietMoment
{
    /// <summary>Crowds come early and reload.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromMinutes(15);

    /// <summary>Nobody claims, and nobody rehearses it.</summary>
    public Task<bool> IsNowAsync(CancellationToken cancellationToken) => IsWithoutAsync(campaigns => campaigns.IgnoreQueryFilters(), cancellationToken);

    /// <summary>No member claims: whether a rehearsal is under way makes no difference.</summary>
    public Task<bool> HasNoSaleAsync(CancellationToken cancellationToken) => IsWithoutAsync(campaigns => campaigns, cancellationToken);

    private async Task<bool> IsWithoutAsync(Func<IQueryable<Campaign>, IQueryable<Campaign>> among, CancellationToken cancellationToken)
    {
        StoreTime now = clock.Now, soon = now + Before;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return !await among(db.Set<Campaign>()).AnyAsync(c => c.IsPublished && !c.IsArchived && !c.IsClosed && c.OpensAt <= soon && c.ClosesAt > now, cancellationToken);
    }
}
