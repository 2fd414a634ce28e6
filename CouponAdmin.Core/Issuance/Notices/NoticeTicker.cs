using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Notices;

/// <summary>Listens to the other instances, tells progress once a second, and looks again every five in case a message was lost.</summary>
internal sealed partial class NoticeTicker(NoticeHub hub, RecordedNews news, StoreGate gate, TimeProvider time, ILogger<NoticeTicker> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private const int BeatsPerLook = 5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        bool isListening = false;
        using PeriodicTimer timer = new(Beat, time);
        for (int beat = 1; await timer.WaitForNextTickAsync(stoppingToken); beat++)
        {
            isListening = isListening || await TryListenAsync();
            hub.TellProgress();
            if (beat % BeatsPerLook == 0)
            {
                await LookAgainAsync(stoppingToken);
            }
        }
    }

    private async Task<bool> TryListenAsync()
    {
        try
        {
            await news.ListenAsync();
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }

    private async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await hub.LookAgainAsync(cancellationToken);
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            LogBlind(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting members could not be looked up; tried again in a few seconds: {Reason}")]
    private static partial void LogBlind(ILogger logger, string reason);
}
