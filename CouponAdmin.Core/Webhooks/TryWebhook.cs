using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.EventLog;
using CouponAdmin.Core.Results;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Webhooks;

/// <summary>What a person sends by hand, whatever the webhook's state: a test, or a delivery once more. Neither moves the cursor.</summary>
public sealed class TryWebhook
{
    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly WebhookChange _change;
    private readonly WebhookBook _book;
    private readonly WebhookPost _post;
    private readonly EventReader _reader;

    internal TryWebhook(IDbContextFactory<CouponDbContext> databases, WebhookChange change, WebhookBook book, WebhookPost post, EventReader reader) =>
        (_databases, _change, _book, _post, _reader) = (databases, change, book, post, reader);

    /// <summary>Sends a message without events; gives what the receiver answered. Refused with <see cref="RefusalKind.UnknownWebhook"/>.</summary>
    public async Task<Result<DeliveryView>> TestAsync(string id, Actor by, CancellationToken cancellationToken)
    {
        Webhook? to = null;
        Result<WebhookView> noted = await _change.RunAsync(id, by, AuditAction.TestWebhook, reason: null, (webhook, _) =>
        {
            to = webhook;
            return (Result<IAuditChange>)WebhookFields.Of(webhook);
        }, cancellationToken);
        return noted.TryGet(out _, out Refusal? refusal) ? await NoteAsync(await _post.SendTestAsync(to!, cancellationToken), cancellationToken) : refusal;
    }

    /// <summary>Sends the events of a delivery once more, with the same message id. Refused with <see cref="RefusalKind.UnknownWebhook"/> or <see cref="RefusalKind.UnknownDelivery"/>.</summary>
    public async Task<Result<DeliveryView>> AgainAsync(string id, long deliveryId, Actor by, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, deliveryId, cancellationToken) is not { } sent)
        {
            return new Refusal(RefusalKind.UnknownDelivery, $"The webhook '{id}' has no delivery {deliveryId} with events.");
        }

        Webhook? to = null;
        Result<WebhookView> noted = await _change.RunAsync(id, by, AuditAction.ResendDelivery, reason: null, (webhook, _) =>
        {
            to = webhook;
            return (Result<IAuditChange>)new Resent(sent.MessageId, sent.Events);
        }, cancellationToken);
        if (!noted.TryGet(out _, out Refusal? refusal))
        {
            return refusal;
        }

        return await NoteAsync(await _post.SendAsync(to!, DeliveryKind.Again, sent.After, sent.UpTo, await EventsAsync(to!, sent, cancellationToken), cancellationToken), cancellationToken);
    }

    private async Task<WebhookDelivery?> FindAsync(string id, long deliveryId, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        return WebhookRules.IsId(id)
            ? await db.Set<WebhookDelivery>().AsNoTracking().SingleOrDefaultAsync(d => d.WebhookId == id && d.Id == deliveryId && d.UpTo > d.After, cancellationToken)
            : null;
    }

    // By the kinds that are asked for now; of a filtered log a delivery may stand for a long stretch.
    private async Task<List<EventView>> EventsAsync(Webhook webhook, WebhookDelivery sent, CancellationToken cancellationToken)
    {
        string[] types = WebhookRules.ParseTypes(webhook.Types);
        List<EventView> events = [];
        for (long after = sent.After; after < sent.UpTo && events.Count < WebhookRules.EventsMax;)
        {
            EventPage page = await _reader.PageAsync(after, (int)Math.Min(EventReader.PageSizeMax, sent.UpTo - after), cancellationToken);
            events.AddRange(page.Items.Where(e => types.Length == 0 || types.Contains(e.Type, StringComparer.Ordinal)));
            after = page.Items.Count == 0 ? sent.UpTo : page.Next;
        }

        return events.Count > WebhookRules.EventsMax ? events[..WebhookRules.EventsMax] : events;
    }

    private async Task<DeliveryView> NoteAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        await _book.NoteAsync(delivery, cancellationToken);
        return DeliveryView.Of(delivery);
    }

    private sealed record Resent(string MessageId, int Events) : IAuditChange;
}
