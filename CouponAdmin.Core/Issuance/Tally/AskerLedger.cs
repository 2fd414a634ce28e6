using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>Adds an instance's news of frequent askers to the database, and keeps the first hundred of a campaign.</summary>
internal sealed class AskerLedger(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Members kept in one campaign.</summary>
    public const int MembersMax = 100;

    /// <remarks>Under the campaign's lock: instances add up, and none overwrites another.</remarks>
    public async Task AddAsync(Guid campaign, IReadOnlyList<AskerNews> news, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().Where(c => c.Key == campaign).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken) is not { } campaignId)
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await CampaignLock.ByIdAsync(db, campaignId, cancellationToken);
        Dictionary<string, FrequentAsker> kept = (await db.Set<FrequentAsker>().Where(a => a.CampaignId == campaignId).ToListAsync(cancellationToken))
            .ToDictionary(a => a.Member, StringComparer.Ordinal);
        foreach (AskerNews asker in news)
        {
            if (!kept.TryGetValue(asker.Member, out FrequentAsker? row))
            {
                kept[asker.Member] = row = new FrequentAsker { CampaignId = campaignId, Member = asker.Member };
                db.Add(row);
            }

            row.Times += asker.More;
        }

        db.RemoveRange(kept.Values.OrderByDescending(a => a.Times).ThenBy(a => a.Member, StringComparer.Ordinal).Skip(MembersMax));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
