using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.EventLog;

/// <summary>Numbers events at the drain's pace, and tells this instance's readers of those that others numbered.</summary>
internal sealed partial class EventLogWatch(
    EventNumberer numberer, EventSignal signal, StoreGate gate, IssuanceOptions options, TimeProvider time, ILogger<EventLogWatch> log) : BackgroundService
{
    /// <summary>How often campaigns whose sale is sealed are looked at as well: a quarantined claim can be issued there.</summary>
    public static readonly TimeSpan ThoroughEvery = TimeSpan.FromMinutes(1);

    private readonly RepeatedFailures _failures = new(time);
    private long? _thoroughAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        using PeriodicTimer timer = new(options.DrainInterval, time);
        do
        {
            await NumberAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // The edge of a background loop: the next tick tries again.
    private async Task NumberAsync(CancellationToken stoppingToken)
    {
        bool isThorough = _thoroughAt is not { } last || time.GetElapsedTime(last) >= ThoroughEvery;
        try
        {
            signal.Raise(await numberer.NumberAsync(isThorough, stoppingToken));
            _thoroughAt = isThorough ? time.GetTimestamp() : _thoroughAt;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            if (!Outage.Is(e))
            {
                LogFailed(log, e);
            }
            else if (_failures.IsDue(e.Message))
            {
                LogOutage(log, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events could not be numbered now and will be at the next tick: {Reason}")]
    private static partial void LogOutage(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Events could not be numbered; the next tick tries again.")]
    private static partial void LogFailed(ILogger logger, Exception reason);
}
