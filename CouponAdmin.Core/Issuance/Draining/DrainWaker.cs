using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Drains as soon as this process has admitted somebody; the scheduler's tick is the backstop.</summary>
internal sealed partial class DrainWaker(DrainSignal signal, QueueDrainer drainer, DrainLease lease, StoreGate gate, ILogger<DrainWaker> log) : BackgroundService
{
    /// <summary>Ends the round under way, then hands the leases over. The scheduler has stopped before: hosted services stop in reverse order.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await lease.ReleaseAsync();
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // The store is away: the leases expire by themselves.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        IReadOnlyList<long> waiting = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            // Round by round: a campaign admitted meanwhile joins the next one, however long the others still are.
            IReadOnlyList<long> woken = waiting.Count == 0 ? await signal.WaitAsync(stoppingToken) : signal.Take();
            waiting = await DrainAsync([.. waiting.Union(woken)], stoppingToken);
        }
    }

    // The edge of a background loop: whatever it was, the next signal or tick tries again.
    private async Task<IReadOnlyList<long>> DrainAsync(IReadOnlyList<long> campaignIds, CancellationToken stoppingToken)
    {
        try
        {
            return await drainer.DrainRoundAsync(campaignIds, stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(log, e);
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A woken drain failed; the next tick tries again.")]
    private static partial void LogFailed(ILogger logger, Exception reason);
}
