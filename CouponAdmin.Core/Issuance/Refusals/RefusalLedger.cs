using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Refusals;

/// <summary>Writes the first refusal of each kind of each member. Several instances may write the same one: the key decides, nobody waits for a lock.</summary>
/// <remarks>For one caller at a time: <see cref="RefusalWriter"/>.</remarks>
public sealed class RefusalLedger(IDbContextFactory<CouponDbContext> databases, RefusalInbox inbox)
{
    /// <summary>Rows that one campaign keeps; each instance may go over it by what the others wrote since it last counted (<see cref="CountAgainAfter"/>).</summary>
    public const int RefusedClaimsMax = 100_000;

    /// <summary>Rows that an instance writes before it counts the campaign's anew: counting reads them all.</summary>
    public const int CountAgainAfter = 5_000;

    /// <summary>Keys remembered as written, so that somebody who asks again costs no query.</summary>
    private const int WrittenMax = 50_000;

    private readonly HashSet<(long CampaignId, string Member, string Kind)> _written = [];

    // As counted, with what this instance wrote since; by campaign.
    private readonly Dictionary<long, (int Kept, int SinceCounted)> _kept = [];

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
        (int kept, int sinceCounted) = _kept.GetValueOrDefault(campaignId, (0, CountAgainAfter));
        if (sinceCounted >= CountAgainAfter)
        {
            (kept, sinceCounted) = (await db.Set<RefusedClaim>().CountAsync(r => r.CampaignId == campaignId, cancellationToken), 0);
        }

        int inserted = await InsertAsync(db, claims[..Math.Clamp(RefusedClaimsMax - kept, 0, claims.Length)], cancellationToken);
        _kept[campaignId] = (kept + inserted, sinceCounted + inserted);
        if (kept + inserted >= RefusedClaimsMax)
        {
            inbox.Close(campaignId);
            _kept.Remove(campaignId);
        }
    }

    private static async Task<int> InsertAsync(CouponDbContext db, RefusedClaim[] claims, CancellationToken cancellationToken)
    {
        if (claims.Length == 0)
        {
            return 0;
        }

        try
        {
            return await RefusedInsert.RunAsync(db, claims, cancellationToken);
        }
        catch (Exception e) when (DataErrors.Is(e) && claims.Length > 1)
        {
            // One of them can't be stored: then each by itself.
            int inserted = 0;
            foreach (RefusedClaim one in claims)
            {
                inserted += await InsertAsync(db, [one], cancellationToken);
            }

            return inserted;
        }
        catch (Exception e) when (DataErrors.Is(e))
        {
            // It can't be stored at all: there is nothing left to do for it.
            return 0;
        }
    }

    private static (long CampaignId, string Member, string Kind) KeyOf(RefusedClaim refused) => (refused.CampaignId, refused.Member, refused.Kind);
}
