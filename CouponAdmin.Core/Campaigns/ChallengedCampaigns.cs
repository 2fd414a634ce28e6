using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Campaigns;

/// <summary>The slugs of the campaigns whose claims must bring the answer to a challenge.</summary>
public sealed class ChallengedCampaigns(IDbContextFactory<CouponDbContext> databases) : RenewedSet(databases)
{
    private protected override IQueryable<string> NamesIn(CouponDbContext db) =>
        db.Set<Campaign>().Where(c => c.AsksProof && c.IsPublished && !c.IsClosed && !c.IsArchived).Select(c => c.Slug);
}
