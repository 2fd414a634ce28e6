using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Reports;

/// <summary>Reads a sale's rush from its rows. The database counts; what comes back is a number or two for each bucket.</summary>
internal static class RushReader
{
    /// <summary>The rush of a campaign; null while it has no row.</summary>
    /// <param name="isSoldOut">Nothing is left, so the last ticket is the last unit.</param>
    /// <param name="between">A stretch to look at; null: where the claims are.</param>
    public static async Task<SaleRush?> ReadAsync(
        CouponDbContext db, long campaignId, bool isSoldOut, (StoreTime From, StoreTime To)? between, CancellationToken cancellationToken)
    {
        IQueryable<IssuanceRecord> rows = db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaignId);
        int count = await rows.CountAsync(cancellationToken);
        if (count == 0)
        {
            return null;
        }

        long first = await rows.MinAsync(i => i.Ticket, cancellationToken);
        SaleMarks marks = new(
            MomentOf(first),
            isSoldOut ? MomentOf(await rows.Where(i => i.Number != null).MaxAsync(i => (long?)i.Ticket, cancellationToken)) : null,
            (await rows.MaxAsync(i => i.RecordedAt, cancellationToken)).ToDateTimeOffset());
        RushBuckets buckets = between is var (from, to)
            ? RushBuckets.Over(from.Microseconds, to.Microseconds)
            : await WhereTheClaimsAreAsync(rows, first, count, cancellationToken);
        return await CountAsync(db, campaignId, marks, buckets, count, cancellationToken);
    }

    private static async Task<RushBuckets> WhereTheClaimsAreAsync(IQueryable<IssuanceRecord> rows, long first, int count, CancellationToken cancellationToken)
    {
        int few = count - (int)Math.Ceiling(count * SaleRush.Share);
        var early = await rows.OrderBy(i => i.Ticket).Skip(few).Select(i => new { i.Ticket }).FirstAsync(cancellationToken);
        var late = await rows.OrderByDescending(i => i.Ticket).Skip(few).Select(i => new { i.Ticket, i.RecordedAt }).FirstAsync(cancellationToken);

        // From the first claim on, unless somebody came alone long before the others.
        long begin = late.Ticket - first > (late.Ticket - early.Ticket) * SaleRush.AloneMin ? early.Ticket : first;
        long tail = begin + ((late.Ticket - begin) * SaleRush.TailMax);
        return RushBuckets.Over(begin, Math.Max(late.Ticket, Math.Min(late.RecordedAt.Microseconds, tail)));
    }

    private static async Task<SaleRush> CountAsync(
        CouponDbContext db, long campaignId, SaleMarks marks, RushBuckets buckets, int count, CancellationToken cancellationToken)
    {
        StoreTime begin = new(buckets.BeginUs), end = new(buckets.EndUs);
        Dictionary<DateTimeOffset, long> admitted = await ReportQueries.AdmittedAsync(db, campaignId, buckets.WidthUs, begin, end, cancellationToken);
        Dictionary<DateTimeOffset, long> recorded = await ReportQueries.StoredAsync(db, campaignId, buckets.WidthUs, begin, end, cancellationToken);
        long before = await db.Set<IssuanceRecord>().LongCountAsync(i => i.CampaignId == campaignId && i.Ticket < buckets.BeginUs, cancellationToken);
        long waiting = before - await db.Set<IssuanceRecord>().LongCountAsync(i => i.CampaignId == campaignId && i.RecordedAt < begin, cancellationToken);
        List<RushPoint> points = [];
        for (int i = 0; i < buckets.Count; i++)
        {
            DateTimeOffset at = new StoreTime(buckets.BeginUs + (i * buckets.WidthUs)).ToDateTimeOffset();
            (long came, long went) = (admitted.GetValueOrDefault(at), recorded.GetValueOrDefault(at));
            waiting += came - went;
            points.Add(new RushPoint(at, came, went, waiting));
        }

        return new SaleRush(marks, buckets.Width, points, before, count - before - points.Sum(p => p.Admitted));
    }

    private static DateTimeOffset MomentOf(long us) => new StoreTime(us).ToDateTimeOffset();

    private static DateTimeOffset? MomentOf(long? us) => us is { } known ? MomentOf(known) : null;
}
