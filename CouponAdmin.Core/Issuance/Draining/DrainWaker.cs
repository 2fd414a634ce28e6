using CouponAdmin.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Drains as soon as this process has admitted somebody; the scheduler's tick is the backstop.</summary>
internal sealed partial class DrainWaker(DrainSignal signal, QueueDrainer drainer, StoreGate gate, ILogger<DrainWaker> log) : BackgroundService
{
    /// <summary>Rounds begin so far apart at least: while claims pour in, one transaction then stores hundreds instead of a few, for nearly the same price.</summary>
    /// <remarks>A thousand rows take longer than this, so a full batch waits for nothing; a single claim into a quiet sale doesn't either.</remarks>
    public static readonly TimeSpan RoundsApart = TimeSpan.FromMilliseconds(40);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        IReadOnlyList<long> waiting = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            // Round by round: a campaign admitted meanwhile joins the next one, however long the others still are.
            IReadOnlyList<long> woken = waiting.Count == 0 ? await signal.WaitAsync(stoppingToken) : signal.Take();
            Task apart = Task.Delay(RoundsApart, stoppingToken);
            waiting = await DrainAsync([.. waiting.Union(woken)], stoppingToken);
            await apart;
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
