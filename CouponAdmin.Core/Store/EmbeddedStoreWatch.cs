using CouponAdmin.Core.Results;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Store;

/// <summary>
/// Starts the embedded server again when it has stopped answering: after a full disk it never comes back by itself, even with space again.
/// Shortens its log at a quiet moment.
/// </summary>
internal sealed partial class EmbeddedStoreWatch(
    EmbeddedStore store, StoreConnections connections, DataDirectory data, StoreOptions options, IQuietMoment quiet, ILogger log)
{
    /// <summary>Free bytes below which a new start would only fill the disk again.</summary>
    public const long FreeBytesMin = 16 * 1024 * 1024;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>A lost connection comes back within a second when the server is well.</summary>
    private static readonly TimeSpan SilentMax = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <summary>How often the folder's size is looked at.</summary>
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken stoppingToken)
    {
        TimeSpan pause = SilentMax;
        TimeSpan silent = TimeSpan.Zero, unmeasured = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, stoppingToken);
            if (connections.IsConnected)
            {
                (silent, pause) = (TimeSpan.Zero, SilentMax);
                unmeasured += Every;
                if (unmeasured >= MeasureEvery)
                {
                    unmeasured = TimeSpan.Zero;
                    await ShortenIfQuietAsync(stoppingToken);
                }

                continue;
            }

            silent += Every;
            if (silent >= pause && HasSpace())
            {
                await StartAgainAsync(stoppingToken);

                // A store that stops again at once is started ever more seldom: each start reads the whole log.
                (silent, pause) = (TimeSpan.Zero, pause * 2 < PauseMax ? pause * 2 : PauseMax);
            }
        }
    }

    private bool HasSpace()
    {
        long free = new DriveInfo(data.StorePath).AvailableFreeSpace;
        if (free < FreeBytesMin)
        {
            LogFull(log, data.StorePath, free / 1024);
            return false;
        }

        return true;
    }

    private async Task ShortenIfQuietAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (store.IsGrownTo(options.EmbeddedBytes) && await quiet.IsNowAsync(stoppingToken))
            {
                await store.TryShortenAsync(stoppingToken);
            }
        }
        catch (Exception e) when (Outage.Is(e) && !stoppingToken.IsCancellationRequested)
        {
            // Whether it is quiet is asked of the database, which is away: asked again in a minute.
        }
    }

    // The edge of a background loop: a start that fails leaves the store stopped, and is tried again.
    private async Task StartAgainAsync(CancellationToken stoppingToken)
    {
        try
        {
            await store.RestartAsync(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(log, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The disk of {Folder} is full ({FreeKilobytes} KB free): the embedded store is stopped and claims are answered as unavailable until there is space.")]
    private static partial void LogFull(ILogger logger, string folder, long freeKilobytes);

    [LoggerMessage(Level = LogLevel.Error, Message = "The embedded store could not be started again; it is tried again.")]
    private static partial void LogFailed(ILogger logger, Exception reason);
}
