using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Redemptions;

/// <summary>The uses of coupons, oldest first.</summary>
public sealed class RedemptionHistory(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Rows in one page at most.</summary>
    public const int PageSizeMax = 1_000;

    /// <param name="filter">Which.</param>
    /// <param name="after">Above this id.</param>
    /// <param name="limit">1–1,000.</param>
    public async Task<RedemptionPage> PageAsync(RedemptionFilter filter, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        int take = Math.Clamp(limit, 1, PageSizeMax);
        List<RedemptionRow> rows = await (await filter.ResolveAsync(db, cancellationToken)).Apply(db.RedemptionRows()).Where(r => r.Redemption.Id > after)
            .OrderBy(r => r.Redemption.Id).Take(take + 1).ToListAsync(cancellationToken);
        return new RedemptionPage([.. rows.Take(take).Select(row => row.Show())], rows.Count > take ? rows[take - 1].Redemption.Id : null);
    }
}
