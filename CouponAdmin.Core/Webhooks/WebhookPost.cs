using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Cryptography;
using CouponAdmin.Core.EventLog;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Telemetry;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Signs and posts one message; gives what became of it, as it is kept.</summary>
internal sealed class WebhookPost(WebhookClient client, SigningSecrets secrets, StoreClock clock, TimeProvider time)
{
    private static readonly Counter<long> Count = ProductMeter.Counter(ProductMetrics.WebhookDeliveries);

    /// <summary>Posts events.</summary>
    /// <param name="webhook">To whom.</param>
    /// <param name="kind">Why.</param>
    /// <param name="after">The events are those above this cursor…</param>
    /// <param name="upTo">…up to this one.</param>
    /// <param name="events">At most <see cref="WebhookRules.EventsMax"/>.</param>
    public Task<WebhookDelivery> SendAsync(Webhook webhook, DeliveryKind kind, long after, long upTo, IReadOnlyList<EventView> events, CancellationToken cancellationToken)
    {
        // The same events have the same id, however often they come.
        string id = string.Create(CultureInfo.InvariantCulture, $"msg_{webhook.Id}_{after}_{upTo}");
        return SendAsync(webhook, new Message(id, kind, WebhookBody.EventsType, after, upTo, events), cancellationToken);
    }

    /// <summary>Posts a message without events.</summary>
    public Task<WebhookDelivery> SendTestAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"msg_{webhook.Id}_test_{time.GetUtcNow().ToUnixTimeMilliseconds()}");
        return SendAsync(webhook, new Message(id, DeliveryKind.Test, WebhookBody.TestType, webhook.Cursor, webhook.Cursor, []), cancellationToken);
    }

    private async Task<WebhookDelivery> SendAsync(Webhook webhook, Message message, CancellationToken cancellationToken)
    {
        // The receiver judges the moment by its own clock: this one is the machine's, not the store's.
        DateTimeOffset now = time.GetUtcNow();
        string body = WebhookBody.Of(message.Type, now, message.Events);
        ReceiverAnswer answer = TrySign(webhook, message.Id, now, body) is { } signature
            ? await client.PostAsync(webhook.Url, body, Headers(message.Id, now, signature), cancellationToken)
            : new ReceiverAnswer(DeliveryOutcome.NoSecret, null, null, TimeSpan.Zero);
        Count.Add(1, new KeyValuePair<string, object?>(ProductMetrics.Outcome, WebhookGauges.NameOf(answer.Outcome)));
        return new WebhookDelivery
        {
            WebhookId = webhook.Id,
            MessageId = message.Id,
            Kind = message.Kind,
            After = message.After,
            UpTo = message.UpTo,
            Events = message.Events.Count,
            At = clock.Now,
            Outcome = answer.Outcome,
            Status = answer.Status,
            Milliseconds = (int)answer.Took.TotalMilliseconds,
            Answer = answer.Body,
        };
    }

    private string? TrySign(Webhook webhook, string messageId, DateTimeOffset at, string body)
    {
        try
        {
            return secrets.Sign(webhook, messageId, at, body, clock.Now);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static (string Name, string Value)[] Headers(string id, DateTimeOffset at, string signature) =>
        [("webhook-id", id), ("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), ("webhook-signature", signature)];

    private sealed record Message(string Id, DeliveryKind Kind, string Type, long After, long UpTo, IReadOnlyList<EventView> Events);
}
