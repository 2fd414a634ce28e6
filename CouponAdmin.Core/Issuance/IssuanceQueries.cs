using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance;

/// <summary>Look-ups that more than one part of the feature makes.</summary>
internal static class IssuanceQueries
{
    /// <summary>The campaign's rows of these members, in one query with one parameter.</summary>
    /// <remarks>
    /// SQL Server reads the list by OPENJSON, whose texts have the database's collation, and refuses to compare them with a column of another one
    /// (error 468, https://github.com/dotnet/efcore/issues/32147): there the comparison names its collation.
    /// </remarks>
    public static IQueryable<IssuanceRecord> RowsOf(this CouponDbContext db, long campaignId, string[] members)
    {
        IQueryable<IssuanceRecord> rows = db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaignId);
        return db is SqlServerCouponDbContext
            ? rows.Where(i => EF.Parameter(members).Contains(EF.Functions.Collate(i.Member, SqlServerCouponDbContext.BytewiseCollation)))
            : rows.Where(i => EF.Parameter(members).Contains(i.Member));
    }
}
