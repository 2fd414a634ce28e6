using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.ApiClients;

/// <summary>Finds clients for administrators.</summary>
public sealed class ApiClientDirectory(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Clients on one page at most.</summary>
    public const int PageSizeMax = 100;

    /// <summary>The furthest that a page may begin.</summary>
    public const int SkipMax = 1_000_000;

    /// <summary>One page: those that aren't revoked first, by name; then the revoked.</summary>
    public async Task<ApiClientSlice> SliceAsync(int skip, int take, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        IQueryable<ApiClient> all = db.Set<ApiClient>().AsNoTracking();
        int total = await all.CountAsync(cancellationToken);
        List<ApiClient> page = await all.OrderBy(c => c.RevokedAt != null).ThenBy(c => c.Name).ThenBy(c => c.Id)
            .Skip(Math.Clamp(skip, 0, SkipMax)).Take(Math.Clamp(take, 1, PageSizeMax)).ToListAsync(cancellationToken);
        StoreTime now = clock.Now;
        return new ApiClientSlice([.. page.Select(client => ApiClientView.Of(client, now))], total);
    }

    /// <summary>One client; null when there is none of that id.</summary>
    public async Task<ApiClientView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiClientRules.IsId(id))
        {
            return null;
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<ApiClient>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is { } client
            ? ApiClientView.Of(client, clock.Now)
            : null;
    }
}
