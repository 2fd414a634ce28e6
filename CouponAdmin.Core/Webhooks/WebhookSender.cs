using System.Diagnostics;
using CouponAdmin.Core.EventLog;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Delivers what is above a webhook's cursor, one delivery after the other, until there is nothing left or one is not accepted.</summary>
/// <remarks>
/// The cursor is written down about once a second and after each failure, not after each delivery: a sender that dies repeats what it sent since.
/// That is the price of leaving the database to the drain; receivers know an event by its id.
/// </remarks>
internal sealed partial class WebhookSender(
    WebhookBook book, WebhookPost post, EventReader reader, DrainPace drain, StoreClock clock, TimeProvider time, ILogger<WebhookSender> log)
{
    /// <summary>From the begin of a delivery to the next one's: at most 2,000 events a second for one receiver.</summary>
    public static readonly TimeSpan DeliveriesApart = TimeSpan.FromMilliseconds(50);

    /// <summary>The same while this instance's drain is at work on a backlog: members wait for that.</summary>
    public static readonly TimeSpan DeliveriesApartInRush = TimeSpan.FromSeconds(1);

    /// <summary>The cursor is written down after so long.</summary>
    public static readonly TimeSpan KeptEvery = TimeSpan.FromSeconds(1);

    /// <summary>Events that are read in one go.</summary>
    private const int ReadTogether = 1_000;

    /// <summary>Nothing is done for a webhook that another sender has.</summary>
    public async Task RunAsync(string id, CancellationToken cancellationToken)
    {
        if (await book.TakeAsync(id, cancellationToken) is not { } webhook)
        {
            return;
        }

        Run run = new(webhook);
        try
        {
            while (await DeliverPageAsync(run, cancellationToken))
            {
            }
        }
        finally
        {
            // Also when the instance ends in the middle: what was accepted is not sent again.
            if (!run.IsLost)
            {
                await book.ReleaseAsync(run.Webhook, run.TakeDeliveries(), CancellationToken.None);
            }
        }
    }

    /// <summary>False: there is nothing left to do for now.</summary>
    private async Task<bool> DeliverPageAsync(Run run, CancellationToken cancellationToken)
    {
        EventPage page = await reader.PageAsync(run.Webhook.Cursor, ReadTogether, cancellationToken);
        if (page.Items.Count == 0)
        {
            return false;
        }

        string[] types = WebhookRules.ParseTypes(run.Webhook.Types);
        List<EventView> wanted = types.Length == 0 ? [.. page.Items] : page.Items.Where(e => types.Contains(e.Type, StringComparer.Ordinal)).ToList();
        foreach (EventView[] some in wanted.Chunk(WebhookRules.EventsMax))
        {
            if (!await DeliverAsync(run, some, cancellationToken))
            {
                return false;
            }
        }

        run.Webhook.Cursor = page.Next;
        return await KeepAsync(run, cancellationToken);
    }

    private async Task<bool> DeliverAsync(Run run, EventView[] events, CancellationToken cancellationToken)
    {
        if (!await KeepAsync(run, cancellationToken))
        {
            return false;
        }

        long began = Stopwatch.GetTimestamp();
        WebhookDelivery delivery = await post.SendAsync(run.Webhook, DeliveryKind.Events, run.Webhook.Cursor, events[^1].Id, events, cancellationToken);
        run.Deliveries.Add(delivery);
        if (delivery.Outcome != DeliveryOutcome.Accepted)
        {
            NoteFailure(run.Webhook, delivery);
            return false;
        }

        run.Webhook.Cursor = events[^1].Id;
        run.Webhook.DeliveredAt = delivery.At;
        run.Webhook.Forgive();
        TimeSpan rest = (drain.IsRushing ? DeliveriesApartInRush : DeliveriesApart) - Stopwatch.GetElapsedTime(began);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, cancellationToken);
        }

        return true;
    }

    /// <summary>Writes down what is due to be; false: the webhook is not this sender's any more.</summary>
    private async Task<bool> KeepAsync(Run run, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(run.KeptAt) < KeptEvery)
        {
            return true;
        }

        if (await book.KeepAsync(run.Webhook, run.TakeDeliveries(), cancellationToken) is not { } webhook)
        {
            run.IsLost = true;
            return false;
        }

        (run.Webhook, run.KeptAt) = (webhook, time.GetTimestamp());
        return true;
    }

    private void NoteFailure(Webhook webhook, WebhookDelivery delivery)
    {
        StoreTime now = clock.Now;
        webhook.Failures++;
        webhook.FailingSince ??= now;
        if (delivery.Outcome == DeliveryOutcome.Gone)
        {
            (webhook.State, webhook.EndedAt, webhook.NextTryAt) = (WebhookState.Gone, now, null);
            LogGone(log, webhook.Name, webhook.Id);
        }
        else if (now - webhook.FailingSince.Value >= WebhookRules.GiveUpAfter)
        {
            (webhook.State, webhook.EndedAt, webhook.NextTryAt) = (WebhookState.GaveUp, now, null);
            LogGaveUp(log, webhook.Name, webhook.Id, delivery.Outcome, delivery.Status);
        }
        else
        {
            webhook.NextTryAt = now + WebhookPauses.After(webhook.Failures, Random.Shared.NextDouble());
            LogFailed(log, webhook.Name, webhook.Id, delivery.Outcome, delivery.Status, webhook.Failures);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Name} ({Id}) did not accept a delivery: {Outcome}, HTTP status {Status}; try {Tries}, and it will be tried again")]
    private static partial void LogFailed(ILogger logger, string name, string id, DeliveryOutcome outcome, int? status, int tries);

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {Name} ({Id}) accepted nothing for 3 days and is switched off: {Outcome}, HTTP status {Status}. Switched on again, it goes on where it stopped")]
    private static partial void LogGaveUp(ILogger logger, string name, string id, DeliveryOutcome outcome, int? status);

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {Name} ({Id}) answered 410 and is switched off")]
    private static partial void LogGone(ILogger logger, string name, string id);

    /// <summary>One sender's work on one webhook.</summary>
    private sealed class Run(Webhook webhook)
    {
        public Webhook Webhook { get; set; } = webhook;

        public List<WebhookDelivery> Deliveries { get; private set; } = [];

        public long KeptAt { get; set; } = Stopwatch.GetTimestamp();

        public bool IsLost { get; set; }

        public List<WebhookDelivery> TakeDeliveries()
        {
            List<WebhookDelivery> taken = Deliveries;
            Deliveries = [];
            return taken;
        }
    }
}
