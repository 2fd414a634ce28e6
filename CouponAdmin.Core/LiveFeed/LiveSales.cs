using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>One live campaign for the gauges.</summary>
/// <param name="Quarantined">By the row that was read last.</param>
/// <param name="Counts">The store's numbers; null while it doesn't answer or doesn't have them: unknown must not look like zero.</param>
/// <param name="Depth">Admitted claims without a row.</param>
/// <param name="Oldest">How long the oldest of them waits.</param>
internal sealed record LiveSale(string Slug, int Quarantined, CampaignCounts? Counts, int Depth, TimeSpan Oldest);

/// <summary>Reads the live campaigns' numbers every few seconds, whoever looks. While the database is away the store still tells how the queues grow.</summary>
internal sealed partial class LiveSales(
    IDbContextFactory<CouponDbContext> databases, CampaignFacts facts, OldestWaiting oldest, OutcomeCounts outcomes, SystemHealthReader system, TimeProvider time,
    ILogger<LiveSales> log) : BackgroundService
{
    /// <summary>From one reading to the next.</summary>
    public static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);

    /// <summary>A sealed campaign's last numbers are exported for so long, so that a scrape finds them.</summary>
    public static readonly TimeSpan KeptAfterSeal = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly RepeatedFailures _failures = new(time);
    private List<Campaign> _known = [];
    private Task<List<Campaign>>? _look;

    /// <summary>Of the newest campaigns, at most <see cref="OutcomeCounts.CampaignsMax"/>.</summary>
    public IReadOnlyList<LiveSale> Latest { get; private set; } = [];

    /// <summary>What all sales stand on; null before the first reading.</summary>
    public SystemHealth? System { get; private set; }

    /// <summary>One reading.</summary>
    internal async Task ReadAsync()
    {
        System = await system.ReadAsync();
        IReadOnlyList<Guid> named = outcomes.Named;
        if (await TryLookAsync())
        {
            // Taken before the look: a campaign that was published since is not forgotten.
            foreach (Guid over in named.Except(_known.Select(campaign => campaign.Key)))
            {
                outcomes.Forget(over);
            }
        }

        Latest = await Task.WhenAll(_known.Take(OutcomeCounts.CampaignsMax).Select(ReadAsync));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(ReadEvery, time);
        do
        {
            await TryReadAsync();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // The edge of a background loop: metrics must not end the instance.
    private async Task TryReadAsync()
    {
        try
        {
            await ReadAsync();
        }
        catch (Exception e)
        {
            Latest = [];
            if (_failures.IsDue(e.GetType().Name))
            {
                LogBlind(log, e.Message);
            }
        }
    }

    private async Task<LiveSale> ReadAsync(Campaign campaign)
    {
        try
        {
            CampaignCounts counts = await facts.ReadAsync(campaign.Key);
            long above = Math.Max(Math.Max(campaign.Watermark, counts.Watermark), campaign.OpensAt.Microseconds - 1);
            TimeSpan waits = counts.LastTicket > above ? await oldest.ReadAsync(campaign.Key, above, counts) : TimeSpan.Zero;
            int depth = Math.Max(0, counts.Admitted - Math.Max(campaign.Recorded, counts.Recorded));
            return new LiveSale(campaign.Slug, campaign.Quarantined, counts.IsWarm ? counts : null, depth, waits);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return new LiveSale(campaign.Slug, campaign.Quarantined, null, 0, TimeSpan.Zero);
        }
    }

    // A look that hangs is waited for again and not begun anew, so that it holds one connection at most.
    private async Task<bool> TryLookAsync()
    {
        try
        {
            _look = _look is { IsCompleted: false } ? _look : LookAsync();
            _known = await _look.WaitAsync(Patience, time);
            return true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return false;
        }
    }

    private async Task<List<Campaign>> LookAsync()
    {
        StoreTime forgotten = StoreTime.From(time.GetUtcNow()) + -KeptAfterSeal;
        await using CouponDbContext db = await databases.CreateDbContextAsync();
        return await db.Set<Campaign>().AsNoTracking().Where(c => c.IsPublished && (c.SealedAt == null || c.SealedAt > forgotten))
            .OrderByDescending(c => c.OpensAt).ThenBy(c => c.Id).ToListAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The numbers of the live campaigns could not be read for the metrics: {Reason}")]
    private static partial void LogBlind(ILogger logger, string reason);
}
