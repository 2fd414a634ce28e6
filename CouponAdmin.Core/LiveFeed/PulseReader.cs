using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>Reads one campaign's live numbers: the store's of one moment, the coupons from the database's books.</summary>
public sealed class PulseReader
{
    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly CampaignFacts _facts;
    private readonly OldestWaiting _oldest;
    private readonly StoreClock _clock;

    internal PulseReader(IDbContextFactory<CouponDbContext> databases, CampaignFacts facts, OldestWaiting oldest, StoreClock clock) =>
        (_databases, _facts, _oldest, _clock) = (databases, facts, oldest, clock);

    /// <summary>Null when there is no such campaign, or a live one isn't in the store.</summary>
    public async Task<CampaignPulse?> ReadAsync(string slug, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, cancellationToken) is not { } campaign)
        {
            return null;
        }

        if (!campaign.IsPublished || campaign.SealedAt is not null)
        {
            return AtRest(campaign, _clock.Now);
        }

        CampaignCounts counts = await _facts.ReadAsync(campaign.Key);
        if (!counts.IsWarm)
        {
            return null;
        }

        // No ticket is older than the opening: before the first drain the look need not begin in 1970.
        long above = Math.Max(campaign.Watermark, campaign.OpensAt.Microseconds - 1);
        TimeSpan oldest = counts.LastTicket > above ? await _oldest.ReadAsync(campaign.Key, above, counts) : TimeSpan.Zero;
        return new CampaignPulse(
            slug, campaign.StateAt(counts.Now, counts.Remaining), counts.Quantity, counts.Admitted, campaign.Issued,
            Math.Max(0, counts.Admitted - campaign.Recorded), oldest, counts.Remaining, counts.Drainer, counts.Now.ToDateTimeOffset())
        {
            Key = campaign.Key,
            Books = new PulseBooks(campaign.Id, campaign.Watermark, campaign.Recorded, counts.LastTicket),

            // The row was read first: the queue, which only grows, can't have fewer tickets than the row counts, and facts only get newer.
            Disagrees = counts.Admitted < campaign.Recorded || counts.FactsVersion < campaign.Version,
        };
    }

    // A draft, or closed and drained: the database's books say everything.
    private static CampaignPulse AtRest(Campaign campaign, StoreTime now)
    {
        int remaining = campaign.IsPublished ? Math.Max(0, campaign.Quantity + campaign.Voided - campaign.Recorded) : campaign.Quantity;
        return new CampaignPulse(
            campaign.Slug, campaign.StateAt(now, remaining), campaign.Quantity, campaign.Recorded, campaign.Issued, 0, TimeSpan.Zero, remaining, null,
            now.ToDateTimeOffset())
        {
            Key = campaign.Key,

            // Nothing moves any more, and that is known: a dash would say that it isn't.
            AdmittedPerSecond = 0,
            IssuedPerSecond = 0,
        };
    }
}
