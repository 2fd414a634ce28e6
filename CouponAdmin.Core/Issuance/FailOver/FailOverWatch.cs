using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.FailOver;

/// <summary>Twice a second: are the servers still the masters, and is what this instance acknowledged with them? Once a second: what of it has a row and may be forgotten?</summary>
/// <remarks>While a campaign has no confirmed master it is looked for twice as often, so that each instance has put its claims back while the others wait.</remarks>
internal sealed partial class FailOverWatch(
    FailOverRecovery recovery, StoreMasters masters, AcknowledgedClaims acknowledged, IDbContextFactory<CouponDbContext> databases, StoreOptions options,
    StoreGate gate, TimeProvider time, ILogger<FailOverWatch> log) : BackgroundService
{
    /// <summary>Rows asked for in one query.</summary>
    public const int RowsPerQuery = 5_000;

    /// <summary>From one look at the servers to the next, and as long as an idle instance may take to notice.</summary>
    public static readonly TimeSpan LooksApart = TimeSpan.FromSeconds(0.5);

    /// <summary>While a campaign has no confirmed master.</summary>
    private static readonly TimeSpan Every = LooksApart / LooksIn;

    private const int LooksIn = 2;
    private const int ForgetsIn = 2 * LooksIn;

    private readonly RepeatedFailures _failures = new(time);

    /// <summary>Forgets the claims of a campaign that have a row.</summary>
    public async Task ForgetRecordedAsync(Guid campaign, CancellationToken cancellationToken)
    {
        if (acknowledged.Of(campaign) is not { Count: > 0 } claims)
        {
            return;
        }

        (long first, long last) = (claims[0].Ticket, claims[^1].Ticket);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        List<long> recorded;
        do
        {
            long from = first;
            recorded = await db.Set<IssuanceRecord>()
                .Where(i => i.Ticket >= from && i.Ticket <= last && db.Set<Campaign>().Any(c => c.Id == i.CampaignId && c.Key == campaign)).IgnoreQueryFilters()
                .OrderBy(i => i.Ticket).Select(i => i.Ticket).Take(RowsPerQuery).ToListAsync(cancellationToken);
            acknowledged.Forget(campaign, recorded);
            first = recorded.Count > 0 ? recorded[^1] + 1 : last;
        }
        while (recorded.Count == RowsPerQuery);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        bool isListening = options.IsEmbedded;
        using PeriodicTimer timer = new(Every, time);
        for (int tick = 0; await timer.WaitForNextTickAsync(stoppingToken); tick++)
        {
            isListening = isListening || await TryAsync(recovery.ListenAsync);
            await TryAsync(() => LookAsync(tick % LooksIn == 0));
            if (tick % ForgetsIn == 0)
            {
                await TryAsync(() => ForgetAsync(stoppingToken));
            }
        }
    }

    private async Task LookAsync(bool atServers)
    {
        await (atServers ? masters.LookAgainAsync() : Task.CompletedTask);
        foreach (Guid campaign in acknowledged.Campaigns.Where(campaign => !recovery.IsServed(campaign)))
        {
            await recovery.TryAsync(campaign);
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        foreach (Guid campaign in acknowledged.Campaigns)
        {
            await ForgetRecordedAsync(campaign, cancellationToken);
        }
    }

    // The edge of a background loop: whatever it was, the next second tries again.
    private async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            if (_failures.IsDue(e.GetType().Name))
            {
                LogBlind(log, e.Message);
            }

            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether the store's servers are still the masters could not be told now: {Reason}")]
    private static partial void LogBlind(ILogger logger, string reason);
}
