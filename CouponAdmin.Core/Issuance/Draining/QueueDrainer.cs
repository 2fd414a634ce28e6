using System.Diagnostics;
using System.Diagnostics.Metrics;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Issuance.Notices;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Moves admitted claims from the store to the database: one batch per campaign in turn, until all are empty.</summary>
/// <remarks>Every step may run twice, by two drainers at once: the campaign row's lock, watermark and epoch let one win, and the other reads again.</remarks>
internal sealed partial class QueueDrainer(
    IDbContextFactory<CouponDbContext> databases, CampaignFacts facts, QueueReader queue, DrainTransaction transaction, DrainLease lease,
    FailOverRecovery failOver, CampaignWarmer warmer, CampaignSeal seal, RecordedNews news, DrainPace pace, BatchTraces traces, IssuanceOptions options, ILogger<QueueDrainer> log) : IDisposable
{
    /// <summary>Campaigns whose numbers are read in one go: a claim must not wait behind more.</summary>
    private const int ReadTogether = 100;

    private static readonly Histogram<double> Duration = ProductMeter.Histogram(ProductMetrics.DrainDuration);
    private static readonly Histogram<double> Lag = ProductMeter.Histogram(ProductMetrics.DrainLag);
    private static readonly Counter<long> RowCount = ProductMeter.Counter(ProductMetrics.DrainRows);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly RepeatedFailures _failures = new(TimeProvider.System);

    /// <summary>Drains these campaigns, or every one that is published and not sealed.</summary>
    public async Task DrainAsync(IReadOnlyList<long>? campaignIds, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> waiting = campaignIds ?? await WaitingAsync(cancellationToken);
        while (waiting.Count > 0)
        {
            waiting = await DrainRoundAsync(waiting, cancellationToken);
        }
    }

    /// <summary>One batch of each campaign in turn; gives those that had more.</summary>
    /// <remarks>One turn a round: a campaign that fills faster than it drains must not keep the others waiting behind it.</remarks>
    public async Task<IReadOnlyList<long>> DrainRoundAsync(IReadOnlyList<long> campaignIds, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            List<long> more = [];
            foreach (long campaignId in campaignIds)
            {
                if (await DrainBatchSafelyAsync(campaignId, cancellationToken))
                {
                    more.Add(campaignId);
                }
            }

            return more;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Goes through a campaign's queue once more, for tickets below the watermark that have no row. Drains go on beside it: watermark and epoch let one win.</summary>
    /// <param name="above">From which ticket on; 0: from the start.</param>
    public async Task RescanAsync(long campaignId, CancellationToken cancellationToken, long above = 0)
    {
        Campaign campaign = await CampaignAsync(campaignId, cancellationToken);
        CampaignCounts counts = await facts.ReadAsync(campaign.Key);
        while (await queue.ReadAsync(campaign.Key, above, campaign.Watermark, options.DrainBatchSize) is { Count: > 0 } slice)
        {
            DrainedSlice? drained = await transaction.RecordAsync(campaign, slice, counts.Now, cancellationToken);
            if (drained is not null)
            {
                await TellAsync(drained, cancellationToken);
            }

            campaign = drained?.Campaign ?? await CampaignAsync(campaignId, cancellationToken);
            above = drained?.LastTicket ?? above;
        }
    }

    public void Dispose() => _turn.Dispose();

    // An outage of one campaign's store shard, or a database that is away, must not stop the others; the next tick tries again.
    private async Task<bool> DrainBatchSafelyAsync(long campaignId, CancellationToken cancellationToken)
    {
        try
        {
            return await DrainBatchAsync(campaignId, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (_failures.IsDue($"{campaignId} {e.Message}"))
            {
                LogOutage(log, campaignId, e.Message);
            }

            return false;
        }
    }

    /// <summary>True when more is left of what the queue held at the start. What came since has woken its own instance.</summary>
    private async Task<bool> DrainBatchAsync(long campaignId, CancellationToken cancellationToken)
    {
        // A rehearsal's sale may be gone, or going, while somebody still wakes its drain.
        if (await FindAsync(campaignId, cancellationToken) is not { } campaign || (ShadowSale.Is(campaign) && campaign.SealedAt is not null))
        {
            return false;
        }

        CampaignCounts counts = await facts.ReadAsync(campaign.Key);
        if (counts.LastTicket <= campaign.Watermark)
        {
            if (counts.Watermark < campaign.Watermark)
            {
                // A drainer ended between its commit and the store's copy.
                await warmer.RaiseProgressAsync(campaign.Key, campaign.Watermark, campaign.Recorded);
            }

            await seal.TryAsync(campaign, counts, cancellationToken);
            return false;
        }

        if (!await failOver.MayDrainAsync(campaign.Key) || !await lease.HoldOrCallAsync(campaign))
        {
            return false;
        }

        using Activity? span = ProductTraces.Begin("drain batch", []);
        long started = Stopwatch.GetTimestamp();
        List<QueuedClaim> slice = await queue.ReadAsync(campaign.Key, campaign.Watermark, counts.LastTicket, options.DrainBatchSize);

        // Asked after the slice was read: one that holds claims of one instance and misses older ones of another came later than the mark.
        if (slice.Count == 0 || await failOver.IsSettlingAsync(campaign.Key, counts.Now))
        {
            return false;
        }

        if (slice.Count == options.DrainBatchSize)
        {
            pace.NoteFull();
        }

        FailPoint.Pass(FailPoint.DrainAfterRead);
        if (await transaction.RecordAsync(campaign, slice, counts.Now, cancellationToken) is not { } drained)
        {
            return true;
        }

        Link(span, campaign, drained);
        await TellAsync(drained, cancellationToken);
        pace.NoteSince(slice.Count, started);
        Measure(campaign, counts.Now - new StoreTime(slice[0].Ticket), Stopwatch.GetElapsedTime(started));
        if (drained.LastTicket < counts.LastTicket)
        {
            return true;
        }

        await seal.TryAsync(drained.Campaign, counts, cancellationToken);
        return false;
    }

    // What a rehearsal does is no sale's.
    private static void Measure(Campaign campaign, TimeSpan waited, TimeSpan took)
    {
        if (!ShadowSale.Is(campaign))
        {
            Duration.Record(took.TotalSeconds);
            Lag.Record((waited + took).TotalSeconds);
        }
    }

    // Of the batches that this instance sent; those of others are known to them alone.
    private void Link(Activity? span, Campaign campaign, DrainedSlice drained)
    {
        span?.SetTag(ProductMetrics.Campaign, campaign.Slug).SetTag("couponadmin.rows", drained.Rows);
        foreach (ActivityContext batch in traces.Take(campaign.Key, drained.LastTicket))
        {
            span?.AddLink(new ActivityLink(batch));
        }
    }

    // After the commit: first the members, then the store's copy. A crash between the two is mended by the next drain or warming.
    private async Task TellAsync(DrainedSlice drained, CancellationToken cancellationToken)
    {
        Campaign campaign = drained.Campaign;
        RowCount.Add(ShadowSale.Is(campaign) ? 0 : drained.Rows);
        await news.PublishAsync(campaign.Key, campaign.Watermark, campaign.Recorded);
        FailPoint.Pass(FailPoint.DrainAfterPublish);
        try
        {
            await warmer.RaiseProgressAsync(campaign.Key, campaign.Watermark, campaign.Recorded);
            FailPoint.Pass(FailPoint.DrainAfterWatermark);
            if (drained.ChangedVoid)
            {
                await facts.UpdateAsync(campaign.Id, CancellationToken.None);
            }
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // Recorded is recorded: a store that refuses writes must not hold up the rest. The books check renews its copies.
            if (_failures.IsDue(campaign.Slug))
            {
                LogOldCopy(log, campaign.Slug, e.Message);
            }
        }
    }

    private async Task<Campaign> CampaignAsync(long campaignId, CancellationToken cancellationToken) =>
        await FindAsync(campaignId, cancellationToken) ?? throw new InvalidOperationException($"There is no campaign {campaignId}.");

    private async Task<Campaign?> FindAsync(long campaignId, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Campaign>().IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(c => c.Id == campaignId, cancellationToken);
    }

    // Every second, for every sale that isn't sealed: one query for all, and their numbers without waiting for each other.
    private async Task<List<long>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        List<Campaign> unsealed = await db.Set<Campaign>().IgnoreQueryFilters().AsNoTracking().Where(c => c.IsPublished && c.SealedAt == null).OrderBy(c => c.Id).ToListAsync(cancellationToken);
        List<long> waiting = [];
        foreach (Campaign[] some in unsealed.Chunk(ReadTogether))
        {
            CampaignCounts?[] counts = await Task.WhenAll(some.Select(c => facts.TryReadAsync(c.Key)));
            waiting.AddRange(some.Zip(counts).Where(pair => HasWork(pair.First, pair.Second)).Select(pair => pair.First.Id));
        }

        return waiting;
    }

    // What isn't known may be work: the drain itself tells that the store is away.
    private static bool HasWork(Campaign campaign, CampaignCounts? counts) =>
        counts is null
        || counts.LastTicket > campaign.Watermark
        || counts.Watermark < campaign.Watermark
        || campaign.StateAt(counts.Now, remaining: null) is CampaignState.Closed or CampaignState.Archived;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Campaign {Slug} is recorded, but the store did not take the copy of its progress: {Reason}")]
    private static partial void LogOldCopy(ILogger logger, string slug, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Campaign {CampaignId} could not be drained now and will be tried again: {Reason}")]
    private static partial void LogOutage(ILogger logger, long campaignId, string reason);
}
