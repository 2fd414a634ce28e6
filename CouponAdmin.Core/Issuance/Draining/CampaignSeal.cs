using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Ends a campaign's life in the store: closed and drained, its keys get one common expiry, and the database alone answers.</summary>
internal sealed class CampaignSeal(
    IDbContextFactory<CouponDbContext> databases, StoreConnections store, CampaignDirectory directory)
{
    /// <summary>How long the keys stay after the seal: time enough to look at a sale that has just ended.</summary>
    public static readonly TimeSpan KeysKeptFor = TimeSpan.FromHours(24);

    private static readonly RedisScript Seal = RedisScript.Load("seal_campaign-4");

    /// <summary>Seals when the campaign is closed by the store's clock and nothing is queued; otherwise changes nothing.</summary>
    public async Task TryAsync(Campaign campaign, CampaignCounts counts, CancellationToken cancellationToken)
    {
        // An archived campaign was closed before: what it left in the store must end, too.
        if (campaign.StateAt(counts.Now, remaining: null) is not (CampaignState.Closed or CampaignState.Archived) || !counts.IsWarm)
        {
            return;
        }

        CampaignKeys keys = new(campaign.Key);
        RedisResult sealedNow = await Seal.RunAsync(
            store.Draining, [keys.Facts, keys.Queue, keys.Progress, keys.Members(campaign.MemberListName)], campaign.Watermark, (long)KeysKeptFor.TotalSeconds);
        if ((int)sealedNow == 0)
        {
            return;
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        Campaign row = await CampaignLock.ByIdAsync(db, campaign.Id, cancellationToken);
        if (row.Watermark == campaign.Watermark && row.SealedAt is null)
        {
            row.SealedAt = counts.Now;
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        directory.Forget(campaign.Slug);
    }
}
