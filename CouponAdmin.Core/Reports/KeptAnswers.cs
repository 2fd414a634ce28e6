using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Reports;

/// <summary>A campaign's answers: what is kept in the database, and after it the newest minutes, which are only in the store yet.</summary>
internal sealed class KeptAnswers(TallyStore tallies, StoreClock clock)
{
    /// <summary>By stretches of a second, a minute or another whole number of seconds that divides a minute or is made of minutes; in order.</summary>
    public async Task<IReadOnlyList<AnswerCounts>> ReadAsync(
        CouponDbContext db, Campaign campaign, TimeSpan width, StoreTime from, StoreTime to, CancellationToken cancellationToken)
    {
        long widthUs = width.Ticks / TimeSpan.TicksPerMicrosecond;
        List<AnswerCounts> kept = await ReportQueries.AnswersAsync(db, campaign.Id, widthUs, from, to, cancellationToken);
        IEnumerable<AnswerCounts> newest = (await NewestAsync(db, campaign, cancellationToken))
            .Where(s => StoreTime.From(s.Second) >= from && StoreTime.From(s.Second) < to)
            .Select(s => CountsOf(s, widthUs));
        return [.. kept.Concat(newest).GroupBy(c => c.At).OrderBy(g => g.Key).Select(g => AnswerCounts.Sum(g) with { At = g.Key })];
    }

    // Whole minutes are kept, so what follows the last kept one is counted nowhere else.
    private async Task<IReadOnlyList<TallySecond>> NewestAsync(CouponDbContext db, Campaign campaign, CancellationToken cancellationToken)
    {
        StoreTime now = clock.Now;
        StoreTime? last = await db.Set<TallyRecord>().Where(t => t.CampaignId == campaign.Id).MaxAsync(t => (StoreTime?)t.Second, cancellationToken);
        StoreTime from = last is { } kept ? CampaignKeys.MinuteOf(kept) + TimeSpan.FromMinutes(1) : campaign.CreatedAt;
        try
        {
            return campaign.SealedAt is { } over && now - over > TallyStore.SpanMax ? [] : await tallies.ReadAsync(campaign.Key, from, now);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return [];
        }
    }

    private static AnswerCounts CountsOf(TallySecond second, long widthUs)
    {
        long us = StoreTime.From(second.Second).Microseconds;
        return new AnswerCounts(
            new StoreTime(us - (us % widthUs)).ToDateTimeOffset(), Of(TallyKind.Admitted), Of(TallyKind.Repeated), Of(TallyKind.SoldOut), Of(TallyKind.Refused),
            Of(TallyKind.NotEligible), Of(TallyKind.Limited));

        long Of(TallyKind kind) => second.Answers.GetValueOrDefault(kind);
    }
}
