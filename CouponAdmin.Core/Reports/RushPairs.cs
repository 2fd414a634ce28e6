using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Reports;

/// <summary>Lays two sales over each other, from their rows.</summary>
public sealed class RushPairs
{
    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly CampaignFacts _facts;

    internal RushPairs(IDbContextFactory<CouponDbContext> databases, CampaignFacts facts) => (_databases, _facts) = (databases, facts);

    /// <summary>Null when one of them is not a published campaign.</summary>
    public async Task<RushPair?> ReadAsync(string one, string other, PairBegin begin, PairReach reach, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, one, begin, cancellationToken) is not { } first || await FindAsync(db, other, begin, cancellationToken) is not { } second)
        {
            return null;
        }

        RushBuckets buckets = BucketsOf(first, second, reach);
        return new RushPair(
            begin, TimeSpan.FromMicroseconds(buckets.BeginUs), buckets.Width, buckets.Count,
            await CountAsync(db, first, buckets, cancellationToken), await CountAsync(db, second, buckets, cancellationToken));
    }

    private async Task<Found?> FindAsync(CouponDbContext db, string slug, PairBegin begin, CancellationToken cancellationToken)
    {
        if (await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug && c.IsPublished, cancellationToken) is not { } campaign)
        {
            return null;
        }

        SaleStanding standing = await SaleStanding.ReadAsync(db, _facts, campaign, cancellationToken);
        RushPlace? place = await RushReader.FindAsync(db, campaign.Id, standing.IsSoldOut, cancellationToken);
        StoreTime origin = begin == PairBegin.FirstClaim && place is not null ? StoreTime.From(place.Marks.FirstClaim) : campaign.OpensAt;
        return new Found(campaign, place, origin.Microseconds);
    }

    private static RushBuckets BucketsOf(Found one, Found other, PairReach reach)
    {
        Found[] sold = [.. new[] { one, other }.Where(side => side.Place is not null).OrderBy(side => side.Place!.EndUs - side.Place.BeginUs)];
        Found[] shown = reach == PairReach.Shorter ? [.. sold.Take(1)] : sold;
        return shown.Length == 0 ? default : RushBuckets.Apart(shown.Min(side => side.Place!.BeginUs - side.OriginUs), shown.Max(side => side.Place!.EndUs - side.OriginUs));
    }

    private static async Task<RushSide> CountAsync(CouponDbContext db, Found side, RushBuckets buckets, CancellationToken cancellationToken) => new(
        side.Campaign.Slug, side.Campaign.Name, side.Campaign.Quantity, side.Campaign.OpensAt.ToDateTimeOffset(),
        side.Place is null ? null : await RushReader.CountAsync(db, side.Campaign.Id, side.Place, buckets.From(side.OriginUs), cancellationToken));

    private sealed record Found(Campaign Campaign, RushPlace? Place, long OriginUs);
}
