using CouponAdmin.Core.EventLog;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Starts a sender for each webhook that has something to be told, and lets no slow receiver hold up another.</summary>
internal sealed partial class WebhookDispatcher(
    WebhookBook book, WebhookSender sender, WebhookStanding standing, EventSignal signal, StoreGate gate, StoreClock clock, TimeProvider time, ILogger<WebhookDispatcher> log)
    : BackgroundService
{
    /// <summary>How often it looks for what is due; new events wake it at once.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Of the loop alone: what has ended is replaced when its webhook is due again.
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly RepeatedFailures _failures = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        try
        {
            while (true)
            {
                long seen = signal.Last;
                await TryAsync("the list of webhooks", () => StartDueAsync(stoppingToken), stoppingToken);
                using CancellationTokenSource pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                pause.CancelAfter(Interval);
                await signal.WaitAsync(seen, pause.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await Task.WhenAll(_running.Values);
        }
    }

    private async Task StartDueAsync(CancellationToken stoppingToken)
    {
        List<Webhook> active = await book.ActiveAsync(stoppingToken);
        StoreTime now = clock.Now;
        await standing.NoteAsync(active, now, stoppingToken);
        foreach (Webhook webhook in active.Where(webhook => IsDue(webhook, now)))
        {
            // One sender a webhook in this instance; the lease sees to the other instances.
            if (!_running.TryGetValue(webhook.Id, out Task? running) || running.IsCompleted)
            {
                string id = webhook.Id;
                _running[id] = Task.Run(() => TryAsync($"webhook {id}", () => sender.RunAsync(id, stoppingToken), stoppingToken), CancellationToken.None);
            }
        }
    }

    private bool IsDue(Webhook webhook, StoreTime now) =>
        webhook.Cursor < signal.Last
        && (webhook.NextTryAt is not { } next || now >= next)
        && (webhook.LeaseUntil is not { } until || until < now || webhook.LeaseOwner == book.Owner);

    // The edge of a background loop: the next look tries again.
    private async Task TryAsync(string what, Func<Task> act, CancellationToken stoppingToken)
    {
        try
        {
            await act();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The instance ends; another one goes on from the cursor.
        }
        catch (Exception e)
        {
            if (!Outage.Is(e))
            {
                LogFailed(log, e, what);
            }
            else if (_failures.IsDue($"{what} {e.Message}"))
            {
                LogOutage(log, what, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deliveries of {What} stopped and will be tried again: {Reason}")]
    private static partial void LogOutage(ILogger logger, string what, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Deliveries of {What} failed; they will be tried again.")]
    private static partial void LogFailed(ILogger logger, Exception reason, string what);
}
