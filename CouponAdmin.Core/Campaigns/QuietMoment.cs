using System.Linq.Expressions;
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
    public async Task<bool> IsNowAsync(CancellationToken cancellationToken) =>
        await FirstAsync(campaigns => campaigns.IgnoreQueryFilters(), campaign => campaign.Slug, cancellationToken) is null;

    /// <summary>The name of the sale to which members come now or soon, the first one to open; null: no member claims. Whether a rehearsal is under way makes no difference.</summary>
    public Task<string?> FindSaleAsync(CancellationToken cancellationToken) => FirstAsync(campaigns => campaigns, campaign => campaign.Name, cancellationToken);

    private async Task<string?> FirstAsync(
        Func<IQueryable<Campaign>, IQueryable<Campaign>> among, Expression<Func<Campaign, string>> told, CancellationToken cancellationToken)
    {
        StoreTime now = clock.Now, soon = now + Before;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await among(db.Set<Campaign>()).Where(c => c.IsPublished && !c.IsArchived && !c.IsClosed && c.OpensAt <= soon && c.ClosesAt > now)
            .OrderBy(c => c.OpensAt).Select(told).FirstOrDefaultAsync(cancellationToken);
    }
}
