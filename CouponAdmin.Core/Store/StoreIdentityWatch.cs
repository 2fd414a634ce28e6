using System.Threading.Channels;
using CouponAdmin.Core.Results;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Store;

/// <summary>While an instance serves: looks at the store's id after each reconnect and every two seconds, off the way of claims, and bars a store that isn't the database's.</summary>
internal sealed partial class StoreIdentityWatch(StoreIdentityCheck check, StoreConnections connections, StoreGate gate, TimeProvider time, ILogger<StoreIdentityWatch> log)
    : BackgroundService
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile bool _wasAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        if (check.IsAlone)
        {
            return;
        }

        connections.Restored += (_, _) =>
        {
            _wasAway = true;
            _wake.Writer.TryWrite(true);
        };
        while (!stoppingToken.IsCancellationRequested)
        {
            using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(_wake.Reader.WaitToReadAsync(both.Token).AsTask(), Task.Delay(StoreIdentityCheck.LookEvery, time, both.Token));
            await both.CancelAsync();
            _wake.Reader.TryRead(out _);
            await LookAsync(stoppingToken);
        }
    }

    // An outage of store or database says nothing about who the store is: the next look will.
    private async Task LookAsync(CancellationToken stoppingToken)
    {
        bool wasAway = _wasAway || gate.IsBarred;
        _wasAway = false;
        try
        {
            if (await check.LookAsync(isSameServer: !wasAway, stoppingToken))
            {
                Lift();
                return;
            }

            if (!gate.IsBarred)
            {
                Bar("The store's identity is being checked.");
            }

            await check.CheckAsync(stoppingToken);
            Lift();
        }
        catch (StoreRefusedException e)
        {
            if (Bar(e.Message))
            {
                LogRefused(log, e.Message);
            }
        }
        catch (Exception e) when (Outage.Is(e) && !stoppingToken.IsCancellationRequested)
        {
            _wasAway |= wasAway;
            LogUnknown(log, e.Message);
        }
    }

    private bool Bar(string reason)
    {
        bool isNews = connections.Bar(reason);
        gate.Bar(isBarred: true);
        return isNews;
    }

    private void Lift()
    {
        if (gate.IsBarred)
        {
            connections.Bar(null);
            gate.Bar(isBarred: false);

            // What was committed meanwhile the store doesn't know.
            connections.AskForCheck();
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "No claim is sent to the store any more. {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The store's identity could not be looked at now: {Reason}")]
    private static partial void LogUnknown(ILogger logger, string reason);
}
