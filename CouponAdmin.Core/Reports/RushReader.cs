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
        if (await FindAsync(db, campaignId, isSoldOut, cancellationToken) is not { } found)
        {
            return null;
        }

        RushBuckets buckets = between is var (from, to) ? RushBuckets.Over(from.Microseconds, to.Microseconds) : RushBuckets.Over(found.BeginUs, found.EndUs);
        return await CountAsync(db, campaignId, found, buckets, cancellationToken);
    }

    /// <summary>Where a campaign's claims are; null while it has no row.</summary>
    public static async Task<RushPlace?> FindAsync(CouponDbContext db, long campaignId, bool isSoldOut, CancellationToken cancellationToken)
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
        int few = count - (int)Math.Ceiling(count * SaleRush.Share);
        var early = await rows.OrderBy(i => i.Ticket).Skip(few).Select(i => new { i.Ticket }).FirstAsync(cancellationToken);
        var late = await rows.OrderByDescending(i => i.Ticket).Skip(few).Select(i => new { i.Ticket, i.RecordedAt }).FirstAsync(cancellationToken);

        // From the first claim on, unless somebody came alone long before the others.
        long begin = late.Ticket - first > (late.Ticket - early.Ticket) * SaleRush.AloneMin ? early.Ticket : first;
        long tail = begin + ((late.Ticket - begin) * SaleRush.TailMax);
        return new RushPlace(marks, count, begin, Math.Max(late.Ticket, Math.Min(late.RecordedAt.Microseconds, tail)));
    }

    /// <summary>What happened in each of the buckets.</summary>
    public static async Task<SaleRush> CountAsync(CouponDbContext db, long campaignId, RushPlace place, RushBuckets buckets, CancellationToken cancellationToken)
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

        return new SaleRush(place.Marks, buckets.Width, points, before, place.Recorded - before - points.Sum(p => p.Admitted));
    }

    private static DateTimeOffset MomentOf(long us) => new StoreTime(us).ToDateTimeOffset();

    private static DateTimeOffset? MomentOf(long? us) => us is { } known ? MomentOf(known) : null;
}

/// <summary>Where a sale's claims are.</summary>
/// <param name="Recorded">All rows.</param>
/// <param name="BeginUs">The stretch that shows them begins here, on the store's clock.</param>
/// <param name="EndUs">The last moment in it.</param>
internal sealed record RushPlace(SaleMarks Marks, int Recorded, long BeginUs, long EndUs);
