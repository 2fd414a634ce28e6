using System.Diagnostics.CodeAnalysis;
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
    /// <param name="skip">So many are passed over.</param>
    /// <param name="take">1–100.</param>
    /// <param name="after">Below the client of this id; null: from the top. There must be one (<see cref="FindAsync"/>).</param>
    public async Task<ApiClientSlice> SliceAsync(int skip, int take, CancellationToken cancellationToken, string? after = null)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        IQueryable<ApiClient> all = db.Set<ApiClient>().AsNoTracking();
        int total = await all.CountAsync(cancellationToken);
        int limit = Math.Clamp(take, 1, PageSizeMax);
        IQueryable<ApiClient> below = after is null ? all : Below(all, await all.SingleAsync(c => c.Id == after, cancellationToken));
        List<ApiClient> rows = await below.OrderBy(c => c.RevokedAt != null).ThenBy(c => c.Name).ThenBy(c => c.Id)
            .Skip(Math.Clamp(skip, 0, SkipMax)).Take(limit + 1).ToListAsync(cancellationToken);
        StoreTime now = clock.Now;
        return new ApiClientSlice([.. rows.Take(limit).Select(client => ApiClientView.Of(client, now))], total) { Next = rows.Count > limit ? rows[limit - 1].Id : null };
    }

    // By the row's values of now: a page goes on from where its last client stands, whatever was made or revoked meanwhile.
    [SuppressMessage("Globalization", "CA1309", Justification = "Translated to the database's own order, which the page is sorted by.")]
    private static IQueryable<ApiClient> Below(IQueryable<ApiClient> all, ApiClient last)
    {
        bool isRevoked = last.RevokedAt != null;
        return all.Where(c => (!isRevoked && c.RevokedAt != null)
            || ((c.RevokedAt != null) == isRevoked && (string.Compare(c.Name, last.Name) > 0 || (c.Name == last.Name && string.Compare(c.Id, last.Id) > 0))));
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
