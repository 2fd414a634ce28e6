using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>A campaign's code pool, as shown to operators and programs.</summary>
/// <param name="Campaign">The campaign's slug.</param>
/// <param name="Codes">Codes in the pool; 0: the campaign's codes are generated.</param>
/// <param name="Given">Codes that coupons have.</param>
/// <param name="Left">Codes that no coupon has yet.</param>
/// <param name="Spare">Codes beyond the quantity: by so much it can be raised, or so many units can come back.</param>
/// <param name="Missing">Codes that the quantity needs and the pool hasn't; a draft can't be published until it is 0.</param>
/// <param name="ImportedAt">When codes were last added; null without any.</param>
public sealed record CodePoolView(string Campaign, int Codes, int Given, int Left, int Spare, int Missing, DateTimeOffset? ImportedAt)
{
    internal static CodePoolView Of(Campaign campaign, StoreTime? importedAt)
    {
        if (!campaign.HasPool)
        {
            return new CodePoolView(campaign.Slug, 0, 0, 0, 0, 0, null);
        }

        int spare = campaign.PoolSize - campaign.Quantity - campaign.Returned;
        return new CodePoolView(
            campaign.Slug, campaign.PoolSize, campaign.Issued, Math.Max(0, campaign.PoolSize - campaign.Issued), Math.Max(0, spare), Math.Max(0, -spare),
            importedAt?.ToDateTimeOffset());
    }
}

/// <summary>Reads code pools.</summary>
public sealed class CodePoolViews(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Null when there is no such campaign.</summary>
    public async Task<CodePoolView?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        Campaign? campaign = await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, cancellationToken);
        return campaign is null
            ? null
            : CodePoolView.Of(campaign, await db.Set<CodeImport>().Where(i => i.CampaignId == campaign.Id).MaxAsync(i => i.AttachedAt, cancellationToken));
    }
}
