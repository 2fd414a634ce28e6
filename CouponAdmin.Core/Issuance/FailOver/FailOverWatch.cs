using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.FailOver;

/// <summary>Once a second: are the servers still the masters, is what this instance acknowledged with them, and what of it has a row and may be forgotten?</summary>
internal sealed partial class FailOverWatch(
    FailOverRecovery recovery, StoreMasters masters, AcknowledgedClaims acknowledged, IDbContextFactory<CouponDbContext> databases, StoreOptions options,
    StoreGate gate, TimeProvider time, ILogger<FailOverWatch> log) : BackgroundService
{
    /// <summary>Rows asked for in one query.</summary>
    public const int RowsPerQuery = 5_000;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
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
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            isListening = isListening || await TryAsync(recovery.ListenAsync);
            await TryAsync(() => LookAsync(stoppingToken));
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await masters.LookAgainAsync();
        foreach (Guid campaign in acknowledged.Campaigns)
        {
            await recovery.TryAsync(campaign);
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
