using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.EventLog;

/// <summary>Gives committed events their places in the log: 1, 2, 3… without gaps, for each campaign in the order in which things happened.</summary>
/// <remarks>
/// Coupons cost the drain nothing: their numbers say which of them are new, and one row a campaign and run takes places for all of them.
/// Several instances may number at once. The lock on the log's end lets one work; the next one finds nothing left.
/// </remarks>
public sealed class EventNumberer(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Changes that get their place in one transaction at most.</summary>
    public const int ChangesMax = 1_000;

    /// <summary>Numbers all that is committed; gives the place of the newest event.</summary>
    /// <param name="isThorough">Looks at every campaign, not only at those whose sale isn't sealed.</param>
    public async Task<long> NumberAsync(bool isThorough, CancellationToken cancellationToken)
    {
        while (await HasWorkAsync(isThorough, cancellationToken))
        {
            await NumberOnceAsync(isThorough, cancellationToken);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<EventLogEnd>().Select(e => e.Last).SingleAsync(cancellationToken);
    }

    // Without a transaction: most ticks find nothing, and SQLite would take its one write lock for that.
    private async Task<bool> HasWorkAsync(bool isThorough, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await Unnumbered(db).AnyAsync(cancellationToken) || await Behind(db, isThorough).AnyAsync(cancellationToken);
    }

    private async Task NumberOnceAsync(bool isThorough, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        EventLogEnd end = (await db.LockRowsAsync<EventLogEnd>(EventMapping.EndTable, nameof(EventLogEnd.Id), EventLogEnd.OnlyId, cancellationToken)).Single();

        // The counts first, the changes second: a change that was made before a counted coupon was issued is then among them.
        List<CampaignCount> counts = await Behind(db, isThorough).OrderBy(count => count.CampaignId).ToListAsync(cancellationToken);
        List<CouponEvent> changes = await Unnumbered(db).OrderBy(e => e.Id).Take(ChangesMax).ToListAsync(cancellationToken);
        Dictionary<long, EventMark> marks = await MarksAsync(
            db, [.. counts.Select(count => count.CampaignId).Union(changes.Select(change => change.CampaignId))], cancellationToken);

        Places places = new(db, end, marks, clock.Now);
        foreach (CouponEvent change in changes)
        {
            places.AddRun(change.CampaignId, change.Issued);
            change.Last = places.Take(1);
        }

        // With more changes still to come the coupons wait for the next round: a change may belong before them.
        if (changes.Count < ChangesMax)
        {
            counts.ForEach(count => places.AddRun(count.CampaignId, count.Issued));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // Ids of changes that depend on each other rise in the order of their commits: the later one began after the earlier one's commit, or behind its lock.
    private static IQueryable<CouponEvent> Unnumbered(CouponDbContext db) => db.Set<CouponEvent>().Where(e => e.Last == null);

    private static IQueryable<CampaignCount> Behind(CouponDbContext db, bool isThorough) =>
        from campaign in db.Set<Campaign>()
        join mark in db.Set<EventMark>() on campaign.Id equals mark.CampaignId into found
        from mark in found.DefaultIfEmpty()
        where campaign.Issued > (mark == null ? 0 : mark.Issued) && (isThorough || campaign.SealedAt == null)
        select new CampaignCount { CampaignId = campaign.Id, Issued = campaign.Issued };

    private static async Task<Dictionary<long, EventMark>> MarksAsync(CouponDbContext db, long[] campaigns, CancellationToken cancellationToken)
    {
        Dictionary<long, EventMark> marks = await db.Set<EventMark>().Where(m => campaigns.Contains(m.CampaignId)).ToDictionaryAsync(m => m.CampaignId, cancellationToken);
        foreach (long campaign in campaigns.Where(campaign => !marks.ContainsKey(campaign)))
        {
            db.Add(marks[campaign] = new EventMark { CampaignId = campaign });
        }

        return marks;
    }

    private sealed class CampaignCount
    {
        public long CampaignId { get; init; }
        public int Issued { get; init; }
    }

    /// <summary>Gives the places of one transaction.</summary>
    private sealed class Places(CouponDbContext db, EventLogEnd end, Dictionary<long, EventMark> marks, StoreTime now)
    {
        public long Take(int count) => end.Last += count;

        /// <summary>A run for the campaign's coupons up to this number that aren't in the log yet.</summary>
        public void AddRun(long campaignId, int issued)
        {
            EventMark mark = marks[campaignId];
            if (issued <= mark.Issued)
            {
                return;
            }

            int count = issued - mark.Issued;
            db.Add(new CouponEvent { Kind = EventKind.CouponIssued, CampaignId = campaignId, At = now, Issued = issued, Count = count, Last = Take(count) });
            mark.Issued = issued;
        }
    }
}
