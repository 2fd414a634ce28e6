using CouponAdmin.Core.Results;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Database;

/// <summary>Keeps this instance's sets at most a second old. While the database is away the last ones stand.</summary>
internal sealed partial class RenewedSetsWatch(IEnumerable<RenewedSet> sets, TimeProvider time, ILogger<RenewedSetsWatch> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(800);

    // Before the first claim can come: an instance that has just started knows who may not, and what is asked for.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryRenewAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryRenewAsync(stoppingToken);
        }
    }

    private async Task TryRenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (RenewedSet set in sets)
            {
                await set.RenewAsync(cancellationToken);
            }
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            LogOld(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Disabled members, campaigns with a challenge and revoked API clients could not be read; what was read last stands: {Reason}")]
    private static partial void LogOld(ILogger logger, string reason);
}
