using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Issuance;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.EventLog;

/// <summary>Reads the log above a place.</summary>
public sealed class EventReader(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Events in one page at most.</summary>
    public const int PageSizeMax = 1_000;

    /// <summary>The place of the newest event; 0: there is none.</summary>
    public async Task<long> LastAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<EventLogEnd>().Select(e => e.Last).SingleAsync(cancellationToken);
    }

    /// <param name="after">Above this place.</param>
    /// <param name="limit">1–1,000.</param>
    public async Task<EventPage> PageAsync(long after, int limit, CancellationToken cancellationToken)
    {
        int left = Math.Clamp(limit, 1, PageSizeMax);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        List<CouponEvent> rows = await db.Set<CouponEvent>().AsNoTracking().Where(e => e.Last > after).OrderBy(e => e.Last).Take(left).ToListAsync(cancellationToken);
        List<Part> parts = [];
        foreach (CouponEvent row in rows)
        {
            long first = Math.Max(after, row.Last!.Value - row.Count) + 1;
            int count = (int)Math.Min(left, row.Last.Value - first + 1);
            if (count == 0)
            {
                break;
            }

            parts.Add(new Part(row, first, count));
            left -= count;
        }

        return parts.Count == 0 ? new EventPage([], after) : new EventPage(await ShowAsync(db, parts, cancellationToken), parts[^1].First + parts[^1].Count - 1);
    }

    private static async Task<List<EventView>> ShowAsync(CouponDbContext db, List<Part> parts, CancellationToken cancellationToken)
    {
        long[] ids = [.. parts.Select(part => part.Row.CampaignId).Distinct()];
        var campaigns = await db.Set<Campaign>().AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Slug, c.CouponValidDays })
            .ToDictionaryAsync(c => c.Id, c => (c.Slug, c.CouponValidDays), cancellationToken);
        Dictionary<(long, long), IssuanceRecord> single = await SinglesAsync(db, parts, cancellationToken);
        List<EventView> views = [];
        foreach (Part part in parts)
        {
            (string slug, int days) = campaigns[part.Row.CampaignId];
            if (part.Row.Kind == EventKind.CouponIssued)
            {
                views.AddRange((await RunAsync(db, part, cancellationToken)).Select((coupon, i) => Show(part, part.First + i, coupon, slug, days)));
            }
            else
            {
                views.Add(Show(part, part.First, part.Row.Ticket is { } ticket ? single[(part.Row.CampaignId, ticket)] : null, slug, days));
            }
        }

        return views;
    }

    private static async Task<List<IssuanceRecord>> RunAsync(CouponDbContext db, Part part, CancellationToken cancellationToken)
    {
        CouponEvent row = part.Row;
        int from = (int)(row.Issued - (row.Last!.Value - part.First)), to = from + part.Count - 1;
        List<IssuanceRecord> coupons = await db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == row.CampaignId && i.Number >= from && i.Number <= to)
            .OrderBy(i => i.Number).ToListAsync(cancellationToken);
        return coupons.Count == part.Count
            ? coupons
            : throw new InvalidOperationException($"Campaign {row.CampaignId} lacks coupons between number {from} and {to}: {coupons.Count} of {part.Count} are there.");
    }

    private static async Task<Dictionary<(long Campaign, long Ticket), IssuanceRecord>> SinglesAsync(CouponDbContext db, List<Part> parts, CancellationToken cancellationToken)
    {
        Dictionary<(long, long), IssuanceRecord> found = [];
        foreach (var campaign in parts.Where(part => part.Row.Ticket is not null).GroupBy(part => part.Row.CampaignId, part => part.Row.Ticket!.Value))
        {
            long[] tickets = [.. campaign.Distinct()];
            List<IssuanceRecord> coupons = await db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaign.Key && tickets.Contains(i.Ticket)).ToListAsync(cancellationToken);
            coupons.ForEach(coupon => found[(coupon.CampaignId, coupon.Ticket)] = coupon);
        }

        return found;
    }

    private static EventView Show(Part part, long id, IssuanceRecord? coupon, string slug, int validDays)
    {
        CouponEvent row = part.Row;
        EventDetail detail = EventDetail.Of(row.Detail);
        return new EventView(id, EventNames.Of(row.Kind), (row.Kind == EventKind.CouponIssued ? coupon!.RecordedAt : row.At).ToDateTimeOffset(), slug)
        {
            Coupon = coupon is null
                ? null
                : new EventCoupon(coupon.Number!.Value, coupon.Code!, coupon.Member, (coupon.RecordedAt + TimeSpan.FromDays(validDays)).ToDateTimeOffset()),
            UnitReturned = detail.UnitReturned,
            Redemption = detail.Redemption,
            Change = detail.Change,
        };
    }

    /// <summary>The part of a row that is asked for: from this place, so many.</summary>
    private sealed record Part(CouponEvent Row, long First, int Count);
}
