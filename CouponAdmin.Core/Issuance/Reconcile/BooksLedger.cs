using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Reconcile;

/// <summary>The database's own books: the counters of a campaign's row against its rows.</summary>
internal sealed class BooksLedger(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>How often the rows are counted again because somebody wrote meanwhile.</summary>
    private const int TriesMax = 5;

    /// <summary>What the rows add up to.</summary>
    internal sealed record Sums(int Recorded, int Issued, int Highest, int Returned, int Quarantined, int Voided, long Watermark)
    {
        /// <summary>The counters that differ, by name.</summary>
        public IEnumerable<(string Name, int Of, int Is)> Against(Campaign c)
        {
            (string, int, int)[] all =
            [
                (nameof(c.Recorded), c.Recorded, Recorded), (nameof(c.Issued), c.Issued, Highest), (nameof(c.Returned), c.Returned, Returned),
                (nameof(c.Quarantined), c.Quarantined, Quarantined), (nameof(c.Voided), c.Voided, Voided),
            ];
            return all.Where(counter => counter.Item2 != counter.Item3);
        }
    }

    /// <summary>The findings, of one moment: a row that changed while its rows were counted is counted again.</summary>
    public async Task<IReadOnlyList<Finding>> CheckAsync(long campaignId, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        for (int attempt = 1; ; attempt++)
        {
            Campaign before = await RowAsync(db, campaignId, cancellationToken);
            Sums sums = await SumAsync(db, campaignId, cancellationToken);
            Campaign after = await RowAsync(db, campaignId, cancellationToken);
            if (Moment(before) == Moment(after) || attempt == TriesMax)
            {
                return Moment(before) == Moment(after) ? [.. FindingsOf(after, sums)] : [];
            }
        }
    }

    /// <summary>Sets the counters to what the rows add up to, under the campaign's lock; the caller saves and commits.</summary>
    public static async Task RepairAsync(CouponDbContext db, long campaignId, CancellationToken cancellationToken)
    {
        Campaign row = await CampaignLock.ByIdAsync(db, campaignId, cancellationToken);
        Sums sums = await SumAsync(db, campaignId, cancellationToken);
        (row.Recorded, row.Issued, row.Returned, row.Quarantined, row.Voided) = (sums.Recorded, sums.Highest, sums.Returned, sums.Quarantined, sums.Voided);
        row.Version++;
    }

    private static IEnumerable<Finding> FindingsOf(Campaign row, Sums sums)
    {
        foreach ((string name, int of, int @is) in sums.Against(row))
        {
            yield return new Finding(FindingKind.CounterWrong, Math.Abs(of - @is), string.Create(CultureInfo.InvariantCulture, $"{name} {of} ≠ {@is}"));
        }

        if (sums.Issued != sums.Highest)
        {
            yield return new Finding(FindingKind.NumberGap, sums.Highest - sums.Issued, string.Create(CultureInfo.InvariantCulture, $"1…{sums.Highest}: {sums.Issued}"));
        }
    }

    private static (int, int, int, int, int, long) Moment(Campaign c) => (c.Recorded, c.Issued, c.Returned, c.Quarantined, c.Voided, c.Version);

    private static Task<Campaign> RowAsync(CouponDbContext db, long campaignId, CancellationToken cancellationToken) =>
        db.Set<Campaign>().AsNoTracking().SingleAsync(c => c.Id == campaignId, cancellationToken);

    private static async Task<Sums> SumAsync(CouponDbContext db, long campaignId, CancellationToken cancellationToken)
    {
        // Status is stored as text: grouped by it, one pass gives all but the returned.
        var groups = await db.Set<IssuanceRecord>().Where(i => i.CampaignId == campaignId).GroupBy(i => new { i.Status, i.IsUnitReturned })
            .Select(g => new
            {
                g.Key.Status, g.Key.IsUnitReturned, Count = g.Count(), Numbered = g.Count(i => i.Number != null), Highest = g.Max(i => i.Number),
                Last = g.Max(i => i.Ticket),
            })
            .ToListAsync(cancellationToken);
        return new Sums(
            groups.Sum(g => g.Count), groups.Sum(g => g.Numbered), groups.Max(g => (int?)g.Highest) ?? 0, groups.Where(g => g.IsUnitReturned).Sum(g => g.Count),
            groups.Where(g => g.Status == ClaimStatus.Quarantined).Sum(g => g.Count),
            groups.Where(g => g.IsUnitReturned || g.Status is ClaimStatus.QueueExpired or ClaimStatus.Refused).Sum(g => g.Count),
            groups.Count == 0 ? 0 : groups.Max(g => g.Last));
    }
}
