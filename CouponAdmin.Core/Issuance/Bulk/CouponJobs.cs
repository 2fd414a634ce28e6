using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Bulk;

/// <summary>Shows a campaign's jobs and their results.</summary>
public sealed class CouponJobs(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Rows in one page at most.</summary>
    public const int PageSizeMax = 1_000;

    /// <summary>The campaign's jobs, the newest first; null when there is no such campaign.</summary>
    /// <param name="after">The page before's next; 0: the first page.</param>
    public async Task<CouponJobPage?> PageAsync(string slug, long after, int limit, CancellationToken cancellationToken)
    {
        int take = Math.Clamp(limit, 1, PageSizeMax);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().Where(c => c.Slug == slug).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken) is not { } campaignId)
        {
            return null;
        }

        List<CouponJob> jobs = await db.Set<CouponJob>().AsNoTracking().Where(j => j.CampaignId == campaignId && (after == 0 || j.Id < after))
            .OrderByDescending(j => j.Id).Take(take + 1).ToListAsync(cancellationToken);
        return new CouponJobPage([.. jobs.Take(take).Select(job => CouponJobView.Of(job, slug))], jobs.Count > take ? jobs[take - 1].Id : null);
    }

    /// <summary>One job of the campaign; null when it has none of that id.</summary>
    public async Task<CouponJobView?> FindAsync(string slug, long id, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        CouponJob? job = await db.Set<Campaign>().Where(c => c.Slug == slug)
            .Join(db.Set<CouponJob>().AsNoTracking().Where(j => j.Id == id), c => c.Id, j => j.CampaignId, (_, job) => job).SingleOrDefaultAsync(cancellationToken);
        return job is null ? null : CouponJobView.Of(job, slug);
    }

    /// <summary>What became of its coupons, in the order in which they were given.</summary>
    /// <param name="id">A job that exists (<see cref="FindAsync"/>).</param>
    /// <param name="outcome">Only these; null: all.</param>
    /// <param name="after">Behind this position.</param>
    public async Task<CouponJobResultPage> ResultsAsync(long id, CouponJobOutcome? outcome, long after, int limit, CancellationToken cancellationToken)
    {
        int take = Math.Clamp(limit, 1, PageSizeMax);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        List<CouponJobItem> items = await db.Set<CouponJobItem>().AsNoTracking().Where(i => i.JobId == id && i.Position > after && (outcome == null || i.Outcome == outcome))
            .OrderBy(i => i.Position).Take(take + 1).ToListAsync(cancellationToken);
        return new CouponJobResultPage([.. items.Take(take).Select(i => new CouponJobResult(i.Number, i.Outcome))], items.Count > take ? items[take - 1].Position : null);
    }
}
