using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Refusals;

/// <summary>Writes the first refusal of each kind of each member. Several instances may write the same one: the key decides, nobody waits for a lock.</summary>
/// <remarks>For one caller at a time: <see cref="RefusalWriter"/>.</remarks>
public sealed class RefusalLedger(IDbContextFactory<CouponDbContext> databases, RefusalInbox inbox)
{
    /// <summary>Rows that one campaign keeps; each instance may go over it by what the others write in the same moment.</summary>
    public const int RefusedClaimsMax = 100_000;

    /// <summary>Keys remembered as written, so that somebody who asks again costs no query.</summary>
    private const int WrittenMax = 50_000;

    private readonly HashSet<(long CampaignId, string Member, string Kind)> _written = [];

    /// <summary>Writes what is not there yet.</summary>
    /// <exception cref="DbUpdateException">The database doesn't take it now; nothing of it is remembered, so the same call may be made again.</exception>
    internal async Task AddAsync(IReadOnlyList<RefusedClaim> refused, CancellationToken cancellationToken)
    {
        foreach (IGrouping<long, RefusedClaim> campaign in refused.Where(r => !_written.Contains(KeyOf(r))).DistinctBy(KeyOf).GroupBy(r => r.CampaignId))
        {
            RefusedClaim[] claims = [.. campaign];
            await AddAsync(campaign.Key, claims, cancellationToken);
            if (_written.Count > WrittenMax)
            {
                _written.Clear();
            }

            _written.UnionWith(claims.Select(KeyOf));
        }
    }

    private async Task AddAsync(long campaignId, RefusedClaim[] claims, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        int kept = await db.Set<RefusedClaim>().CountAsync(r => r.CampaignId == campaignId, cancellationToken);
        HashSet<(long, string, string)> there = await ThereAsync(db, campaignId, claims, cancellationToken);
        RefusedClaim[] missing = [.. claims.Where(r => !there.Contains(KeyOf(r))).Take(Math.Max(0, RefusedClaimsMax - kept))];
        await InsertAsync(db, missing, cancellationToken);
        if (kept + missing.Length >= RefusedClaimsMax)
        {
            inbox.Close(campaignId);
        }
    }

    private static async Task InsertAsync(CouponDbContext db, RefusedClaim[] missing, CancellationToken cancellationToken)
    {
        try
        {
            db.AddRange(missing);
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            // Another instance wrote one of them since the look: then each by itself.
            foreach (RefusedClaim refused in missing)
            {
                db.ChangeTracker.Clear();
                await InsertOneAsync(db, refused, cancellationToken);
            }
        }
    }

    private static async Task InsertOneAsync(CouponDbContext db, RefusedClaim refused, CancellationToken cancellationToken)
    {
        try
        {
            db.Add(refused);
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            // There already, or it can't be stored: both ways there is nothing left to do for it.
        }
    }

    private static async Task<HashSet<(long, string, string)>> ThereAsync(
        CouponDbContext db, long campaignId, RefusedClaim[] claims, CancellationToken cancellationToken)
    {
        string[] members = [.. claims.Select(r => r.Member).Distinct(StringComparer.Ordinal)];
        List<RefusedClaim> rows = await db.RefusalsOf(campaignId, members).ToListAsync(cancellationToken);
        return [.. rows.Select(KeyOf)];
    }

    private static (long CampaignId, string Member, string Kind) KeyOf(RefusedClaim refused) => (refused.CampaignId, refused.Member, refused.Kind);
}
