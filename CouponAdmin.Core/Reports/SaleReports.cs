using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Reports;

/// <summary>Puts a campaign's report together; the database does the counting.</summary>
public sealed class SaleReports
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly CampaignFacts _facts;
    private readonly KeptAnswers _answers;
    private readonly StoreClock _clock;

    internal SaleReports(IDbContextFactory<CouponDbContext> databases, CampaignFacts facts, KeptAnswers answers, StoreClock clock) =>
        (_databases, _facts, _answers, _clock) = (databases, facts, answers, clock);

    /// <summary>Null when there is no such campaign, or it is a draft.</summary>
    public async Task<SaleReport?> ReadAsync(string slug, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug && c.IsPublished, cancellationToken) is not { } campaign)
        {
            return null;
        }

        SaleStanding standing = await SaleStanding.ReadAsync(db, _facts, campaign, cancellationToken);
        StoreTime now = _clock.Now;
        IReadOnlyList<ReportStretch> minutes = await StretchesAsync(db, campaign, Minute, new StoreTime(0), now + Minute, cancellationToken);
        SaleRush? rush = await RushReader.ReadAsync(db, campaign.Id, standing.IsSoldOut, between: null, cancellationToken);
        return new SaleReport(
            slug, campaign.Name, campaign.StateAt(now, standing.Remaining), campaign.Quantity, campaign.OpensAt.ToDateTimeOffset(), campaign.ClosesAt.ToDateTimeOffset(),
            now.ToDateTimeOffset(), AnswerCounts.Sum(minutes.Select(m => m.Answers)), standing.Recorded, standing.Queued,
            rush?.Marks.LastUnit,
            WaitTimes.Of(await ReportQueries.WaitsAsync(db, campaign.Id, cancellationToken)),
            await AskersAsync(db, campaign.Id, cancellationToken), rush,
            [.. minutes.Take(SaleReport.MinutesMax)], minutes.Count);
    }

    /// <summary>The seconds of one minute, those with answers or rows alone.</summary>
    public async Task<IReadOnlyList<ReportStretch>> SecondsAsync(string slug, DateTimeOffset minute, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        Campaign campaign = await db.Set<Campaign>().AsNoTracking().SingleAsync(c => c.Slug == slug, cancellationToken);
        StoreTime from = CampaignKeys.MinuteOf(StoreTime.From(minute));
        return await StretchesAsync(db, campaign, Second, from, from + Minute, cancellationToken);
    }

    /// <summary>Another stretch of the rush that a report shows, at the width that suits it; null when there is nothing recorded.</summary>
    public async Task<SaleRush?> RushAsync(SaleReport report, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        long id = await db.Set<Campaign>().Where(c => c.Slug == report.Slug).Select(c => c.Id).SingleAsync(cancellationToken);
        return await RushReader.ReadAsync(db, id, report.SoldOutAt is not null, (StoreTime.From(from), StoreTime.From(to)), cancellationToken);
    }

    /// <summary>The sale from its opening on, in points of <paramref name="width"/>; null when there is no such published campaign.</summary>
    public async Task<SaleCurve?> CurveAsync(string slug, TimeSpan width, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug && c.IsPublished, cancellationToken) is not { } campaign)
        {
            return null;
        }

        StoreTime opens = new(campaign.OpensAt.Microseconds - (campaign.OpensAt.Microseconds % 1_000_000));
        IReadOnlyList<AnswerCounts> found = await _answers.ReadAsync(
            db, campaign, width < Minute ? Second : width < Hour ? Minute : Hour, opens, opens + (width * SaleCurve.PointsMax), cancellationToken);
        ILookup<int, AnswerCounts> points = found.ToLookup(c => (int)Math.Max(0, (StoreTime.From(c.At) - opens).Ticks / width.Ticks));
        return new SaleCurve(
            slug, campaign.Name, width,
            [.. Enumerable.Range(0, SaleCurve.PointsMax).Select(i => AnswerCounts.Sum(points[i]) with { At = (opens + (width * i)).ToDateTimeOffset() })]);
    }

    /// <summary>Other campaigns to lay over this one, newest first: those that have opened.</summary>
    public async Task<IReadOnlyList<(string Slug, string Name)>> OthersAsync(string slug, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        StoreTime now = _clock.Now;
        var found = await db.Set<Campaign>().Where(c => c.IsPublished && c.Slug != slug && c.OpensAt <= now).OrderByDescending(c => c.OpensAt).Take(CampaignCatalogue.PageSizeMax)
            .Select(c => new { c.Slug, c.Name }).ToListAsync(cancellationToken);
        return [.. found.Select(c => (c.Slug, c.Name))];
    }

    private async Task<IReadOnlyList<ReportStretch>> StretchesAsync(
        CouponDbContext db, Campaign campaign, TimeSpan width, StoreTime from, StoreTime to, CancellationToken cancellationToken)
    {
        IReadOnlyList<AnswerCounts> answers = await _answers.ReadAsync(db, campaign, width, from, to, cancellationToken);
        Dictionary<DateTimeOffset, long> stored = await ReportQueries.StoredAsync(
            db, campaign.Id, width.Ticks / TimeSpan.TicksPerMicrosecond, from, to, cancellationToken);
        Dictionary<DateTimeOffset, AnswerCounts> byMoment = answers.ToDictionary(a => a.At);
        return
        [
            .. byMoment.Keys.Union(stored.Keys).Order()
                .Select(at => new ReportStretch(byMoment.GetValueOrDefault(at) ?? new AnswerCounts(at, 0, 0, 0, 0, 0, 0), stored.GetValueOrDefault(at))),
        ];
    }

    private static async Task<IReadOnlyList<(string Member, int Times)>> AskersAsync(CouponDbContext db, long campaignId, CancellationToken cancellationToken)
    {
        List<FrequentAsker> askers = await db.Set<FrequentAsker>().AsNoTracking().Where(a => a.CampaignId == campaignId)
            .OrderByDescending(a => a.Times).ThenBy(a => a.Member).Take(SaleReport.AskersMax).ToListAsync(cancellationToken);
        return [.. askers.Select(a => (a.Member, a.Times))];
    }
}
