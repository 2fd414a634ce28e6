using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>Brings whole past minutes of the store's tallies, and who asked most often, to the database: the store forgets after two days, the report must not.</summary>
/// <remarks>Every instance does it; each write may be repeated by another. A failure leaves the minute for the next round.</remarks>
internal sealed partial class TallyKeeper(
    IDbContextFactory<CouponDbContext> databases, TallyStore store, TallyLedger tallies, FrequentAskers askers, AskerLedger askerLedger, StoreGate gate,
    StoreClock clock, TimeProvider time, ILogger<TallyKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    /// <summary>Instances bring their counts once a second; after this nobody adds to a minute any more.</summary>
    private static readonly TimeSpan LateCounts = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // The next minute to keep, by campaign: only what this process has seen to, so a restart looks again, which changes nothing.
    private readonly Dictionary<long, StoreTime> _next = [];

    /// <summary>One round over all campaigns that may have something to keep.</summary>
    internal async Task KeepAsync(CancellationToken cancellationToken)
    {
        StoreTime now = clock.Now;
        StoreTime forgotten = now + -TallyStore.KeptFor;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        List<Campaign> campaigns = await db.Set<Campaign>().AsNoTracking()
            .Where(c => c.IsPublished && (c.SealedAt == null || c.SealedAt > forgotten)).OrderBy(c => c.Id).ToListAsync(cancellationToken);
        foreach (Campaign campaign in campaigns)
        {
            await TryAsync(() => KeepAsync(db, campaign, now, cancellationToken), campaign.Slug, cancellationToken);
        }

        askers.Absorb();
        foreach ((Guid campaign, IReadOnlyList<AskerNews> news) in askers.News())
        {
            await TryAsync(
                async () =>
                {
                    await askerLedger.AddAsync(campaign, news, cancellationToken);
                    askers.Told(campaign, news);
                },
                campaign.ToString(), cancellationToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (gate.IsServing)
        {
            // The counts of this process end with it; whole minutes are in the store, for whoever is next.
            await TryAsync(() => KeepAsync(cancellationToken), "all", cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        using PeriodicTimer timer = new(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(() => KeepAsync(stoppingToken), "all", stoppingToken);
        }
    }

    private async Task KeepAsync(CouponDbContext db, Campaign campaign, StoreTime now, CancellationToken cancellationToken)
    {
        StoreTime from = _next.TryGetValue(campaign.Id, out StoreTime next) ? next : await FirstAsync(db, campaign, now, cancellationToken);

        // A sealed campaign is answered without being counted: the minute of the seal is its last.
        StoreTime end = CampaignKeys.MinuteOf(campaign.SealedAt is { } over && over + Minute + Minute < now ? over + Minute + Minute : now + -LateCounts);
        while (from < end)
        {
            StoreTime to = from + TallyStore.SpanMax < end ? from + TallyStore.SpanMax : end;
            IReadOnlyList<TallySecond> seconds = await store.ReadAsync(campaign.Key, from, new StoreTime(to.Microseconds - 1));
            foreach (IReadOnlyList<TallySecond> part in seconds.Chunk(TallyLedger.SecondsMax))
            {
                await tallies.WriteAsync(campaign.Id, part, cancellationToken);
            }

            _next[campaign.Id] = from = to;
        }
    }

    // The last minute that is kept may have been cut off by a crash: it is written again.
    private static async Task<StoreTime> FirstAsync(CouponDbContext db, Campaign campaign, StoreTime now, CancellationToken cancellationToken)
    {
        StoreTime? kept = await db.Set<TallyRecord>().Where(t => t.CampaignId == campaign.Id).MaxAsync(t => (StoreTime?)t.Second, cancellationToken);
        StoreTime begin = kept ?? campaign.CreatedAt;
        StoreTime oldest = now + -TallyStore.KeptFor;
        return CampaignKeys.MinuteOf(begin > oldest ? begin : oldest);
    }

    // The edge of a background loop, and of each campaign in it.
    private async Task TryAsync(Func<Task> work, string what, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (Outage.Is(e))
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                LogNotKept(log, what, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tallies of {Campaign} could not be kept now and will be tried again: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string campaign, string reason);
}
