using CouponAdmin.Core.Database;

namespace CouponAdmin.Core.Campaigns;

/// <summary>The first step of every transaction on a campaign: its row, locked. Drain, revoke, quantity and epoch take turns on it.</summary>
public static class CampaignLock
{
    /// <summary>Locks and reads a campaign that exists; tracked by <paramref name="db"/>.</summary>
    public static async Task<Campaign> ByIdAsync(CouponDbContext db, long campaignId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        db.ChangeTracker.Clear();
        return (await db.LockRowsAsync<Campaign>(CampaignMapping.Table, nameof(Campaign.Id), campaignId, cancellationToken)).Single();
    }

    /// <summary>Locks and reads a campaign; null when there is none of that slug. A rehearsal's is nobody's to act on.</summary>
    public static async Task<Campaign?> BySlugAsync(CouponDbContext db, string slug, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        db.ChangeTracker.Clear();
        return ShadowSale.Is(slug) ? null : (await db.LockRowsAsync<Campaign>(CampaignMapping.Table, nameof(Campaign.Slug), slug, cancellationToken)).SingleOrDefault();
    }
}
