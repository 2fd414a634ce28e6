using System.Threading.Channels;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Issuance.Reconcile;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Books;

/// <summary>Compares the store with the database at the start, after each reconnect and once a minute, and mends what differs.</summary>
internal sealed partial class BooksWatch(
    IDbContextFactory<CouponDbContext> databases, StoreConnections store, StoreGate gate, BooksReader books, MemberListLoader lists, CampaignWarmer warmer, QueueDrainer drainer,
    KnownTickets tickets, FailOverRecovery failOver, BooksLedger ledger, BooksState state, TimeProvider time, ILogger<BooksWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    /// <summary>Before the watermark: what a fail-over can have mixed up. A replica that is further behind isn't promoted.</summary>
    private static readonly TimeSpan TailAfterFailOver = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AgainAfterOutage = TimeSpan.FromSeconds(2);
    private readonly Dictionary<long, (int, int, int, long)> _counted = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Checks one campaign and mends it: a loss by warming, strays by draining once more, missing or older facts by writing them.</summary>
    public async Task CheckAsync(long campaignId, CancellationToken cancellationToken)
    {
        Campaign campaign = await CampaignAsync(campaignId, cancellationToken);

        // What this instance acknowledged goes back first: it is no loss then.
        await failOver.ServingAsync(campaign.Key);
        if (failOver.ComparedFrom(campaign.Key) is { } lowest)
        {
            // Rows without tickets and tickets without rows may be as many: counting alone would find neither.
            long above = Math.Min(lowest, campaign.Watermark) - (long)TailAfterFailOver.TotalMicroseconds;
            await warmer.LoadTailAsync(campaignId, above, cancellationToken);
            await drainer.RescanAsync(campaignId, cancellationToken, above);
            failOver.HasCompared(campaign.Key, lowest);
            campaign = await CampaignAsync(campaignId, cancellationToken);
        }

        long known = tickets.Of(campaign.Key);
        StoreBooks found = await books.ReadAsync(campaign);
        if (found.HasLostData(campaign, known) || found.FactsVersion != campaign.Version || found.WatermarkCopy < campaign.Watermark
            || !await lists.IsLoadedAsync(campaign))
        {
            await warmer.WarmAsync(campaignId, cancellationToken);
        }

        if (found.HasStrays(campaign))
        {
            LogStrays(log, campaign.Slug, found.UpToWatermark - campaign.Recorded);
            state.NoteStrays(found.UpToWatermark - campaign.Recorded);
            await drainer.RescanAsync(campaignId, cancellationToken);
        }

        await CheckLedgerAsync(campaignId, cancellationToken);
    }

    // The rows are counted only when something was written since: counting a million of them every minute would be felt.
    private async Task CheckLedgerAsync(long campaignId, CancellationToken cancellationToken)
    {
        Campaign campaign = await CampaignAsync(campaignId, cancellationToken);
        (int, int, int, long) moment = (campaign.Recorded, campaign.Issued, campaign.Voided, campaign.Version);
        lock (_counted)
        {
            if (_counted.TryGetValue(campaignId, out var counted) && counted == moment)
            {
                return;
            }
        }

        IReadOnlyList<Finding> findings = await ledger.CheckAsync(campaignId, cancellationToken);
        state.Tell(campaign.Slug, findings, time.GetUtcNow());
        lock (_counted)
        {
            _counted[campaignId] = moment;
        }

        foreach (Finding finding in findings)
        {
            LogUnbalanced(log, campaign.Slug, finding.Kind, finding.Example);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        store.Restored += (_, _) => _wake.Writer.TryWrite(true);
        while (!stoppingToken.IsCancellationRequested)
        {
            bool isDone = await CheckAllAsync(stoppingToken);
            await WakeOrAsync(isDone ? Every : AgainAfterOutage, stoppingToken);
        }
    }

    // Waiting for the wake takes nothing out: a wait that ended by time must not swallow the next reconnect.
    private async Task WakeOrAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_wake.Reader.WaitToReadAsync(both.Token).AsTask(), Task.Delay(wait, time, both.Token));
        await both.CancelAsync();
        _wake.Reader.TryRead(out _);
    }

    private Task<bool> CheckAllAsync(CancellationToken cancellationToken) => TryAsync(
        async () =>
        {
            await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
            long[] campaignIds = await db.Set<Campaign>().Where(c => c.IsPublished && c.SealedAt == null).Select(c => c.Id).ToArrayAsync(cancellationToken);
            bool isDone = true;
            foreach (long campaignId in campaignIds)
            {
                isDone &= await TryAsync(() => CheckAsync(campaignId, cancellationToken), cancellationToken);
            }

            return isDone;
        }, cancellationToken);

    // The edge of a background loop, and of each campaign in it: one shard that is away must not keep the others unchecked.
    private async Task<bool> TryAsync(Func<Task> work, CancellationToken cancellationToken) =>
        await TryAsync(
            async () =>
            {
                await work();
                return true;
            },
            cancellationToken);

    private async Task<bool> TryAsync(Func<Task<bool>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnchecked(log, e.Message);
            return false;
        }
    }

    private async Task<Campaign> CampaignAsync(long campaignId, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Campaign>().AsNoTracking().SingleAsync(c => c.Id == campaignId, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Campaign {Slug}: {Count} tickets below the watermark have no row; draining its queue once more.")]
    private static partial void LogStrays(ILogger logger, string slug, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The books of campaign {Slug} don't balance: {Kind}, {Example}. Run the reconciliation.")]
    private static partial void LogUnbalanced(ILogger logger, string slug, FindingKind kind, string example);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Store and database could not be compared now: {Reason}")]
    private static partial void LogUnchecked(ILogger logger, string reason);
}
