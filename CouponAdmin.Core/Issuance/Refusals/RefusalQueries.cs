using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Refusals;

internal static class RefusalQueries
{
    /// <summary>The campaign's kept refusals of these members; for SQL Server see <see cref="IssuanceQueries.RowsOf"/>.</summary>
    public static IQueryable<RefusedClaim> RefusalsOf(this CouponDbContext db, long campaignId, string[] members)
    {
        IQueryable<RefusedClaim> rows = db.Set<RefusedClaim>().AsNoTracking().Where(r => r.CampaignId == campaignId);
        return db is SqlServerCouponDbContext
            ? rows.Where(r => EF.Parameter(members).Contains(EF.Functions.Collate(r.Member, SqlServerCouponDbContext.BytewiseCollation)))
            : rows.Where(r => EF.Parameter(members).Contains(r.Member));
    }
}
