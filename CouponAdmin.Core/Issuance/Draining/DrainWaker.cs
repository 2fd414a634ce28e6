using System.Diagnostics;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Drains as soon as this process has admitted somebody, or is called by one that has and may not drain; the scheduler's tick is the backstop.</summary>
/// <remarks>
/// In a rush somebody is admitted at every moment, and a round for each would record a handful in a transaction that costs as much as a thousand's.
/// So rounds begin <see cref="RoundsApart"/> from each other, unless the last one left claims behind.
/// </remarks>
internal sealed partial class DrainWaker(DrainSignal signal, QueueDrainer drainer, DrainLease lease, StoreGate gate, ILogger<DrainWaker> log) : BackgroundService
{
    /// <summary>From the begin of a round to the next one's, while there is no backlog.</summary>
    public static readonly TimeSpan RoundsApart = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan ListenAgainAfter = TimeSpan.FromSeconds(1);

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
        await Task.WhenAll(ListenAsync(stoppingToken), DrainWhenWokenAsync(stoppingToken));
    }

    // Until it listens, the others' claims wait for its tick. Once it does, the connection renews itself.
    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        while (!await TryListenAsync())
        {
            await Task.Delay(ListenAgainAfter, stoppingToken);
        }
    }

    private async Task<bool> TryListenAsync()
    {
        try
        {
            await lease.ListenAsync();
            return true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return false;
        }
    }

    private async Task DrainWhenWokenAsync(CancellationToken stoppingToken)
    {
        IReadOnlyList<long> waiting = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            // Round by round: a campaign admitted meanwhile joins the next one, however long the others still are.
            IReadOnlyList<long> woken = waiting.Count == 0 ? await signal.WaitAsync(stoppingToken) : signal.Take();
            long began = Stopwatch.GetTimestamp();
            waiting = await DrainAsync([.. waiting.Union(woken)], stoppingToken);
            TimeSpan rest = RoundsApart - Stopwatch.GetElapsedTime(began);
            if (waiting.Count == 0 && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, stoppingToken);
            }
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
