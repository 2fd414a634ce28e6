using System.Diagnostics.CodeAnalysis;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>What was recorded above a ticket.</summary>
/// <param name="Buckets">Rows by the number of the bucket in which they were written.</param>
/// <param name="First">The campaign's first ticket.</param>
/// <param name="LastAnswer">When the row of the watermark was written.</param>
internal sealed record RowNews(IReadOnlyDictionary<long, long> Buckets, StoreTime? First, StoreTime? LastAnswer);

/// <summary>Where the live rush comes from: the queue's tickets and the database's rows.</summary>
internal sealed class LiveRushSource(IDbContextFactory<CouponDbContext> databases, TicketCounts tickets)
{
    public Task<TicketCount> TicketsAsync(Guid campaign, StoreTime from) => tickets.ReadAsync(campaign, from, LiveRush.Width);

    /// <summary>Rows between two watermarks: they are written in the order of the tickets, so each is read once, by the key.</summary>
    /// <param name="since">Rows written before this are left out.</param>
    [SuppressMessage("Security", "EF1002", Justification = "What is put in is a constant of this code; what differs is a parameter.")]
    public async Task<RowNews> RecordedAsync(long campaignId, long above, long watermark, StoreTime since)
    {
        long width = LiveRush.Width.Ticks / TimeSpan.TicksPerMicrosecond;
        await using CouponDbContext db = await databases.CreateDbContextAsync();
        List<BucketRow> rows = await db.Database.SqlQueryRaw<BucketRow>(
            $$"""
            SELECT "RecordedAt" / {{width}} AS "Bucket", CAST(COUNT(*) AS BIGINT) AS "Rows"
            FROM "issuances" WHERE "CampaignId" = {0} AND "Ticket" > {1} AND "Ticket" <= {2} AND "RecordedAt" >= {3} GROUP BY "RecordedAt" / {{width}}
            """, campaignId, above, watermark, since.Microseconds).ToListAsync();
        IQueryable<IssuanceRecord> all = db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaignId);
        long? first = await all.MinAsync(i => (long?)i.Ticket);
        StoreTime? last = await all.Where(i => i.Ticket <= watermark).OrderByDescending(i => i.Ticket).Select(i => (StoreTime?)i.RecordedAt).FirstOrDefaultAsync();
        return new RowNews(rows.ToDictionary(r => r.Bucket, r => r.Rows), first is { } ticket ? new StoreTime(ticket) : null, last);
    }

    private sealed class BucketRow
    {
        public long Bucket { get; set; }
        public long Rows { get; set; }
    }
}
