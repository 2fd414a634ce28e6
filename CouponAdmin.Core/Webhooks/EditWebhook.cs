using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Changes where a webhook leads and what it is told, switches it off and on, and deletes it.</summary>
public sealed class EditWebhook(WebhookChange change, WebhookOptions options)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/>, <see cref="RefusalKind.UnknownWebhook"/> or <see cref="RefusalKind.ChangedMeanwhile"/>. What is waiting goes to the new address, at once.</summary>
    public async Task<Result<WebhookView>> ExecuteAsync(WebhookSeen seen, WebhookDraft wanted, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (WebhookRules.Check(wanted, options.AllowPrivateAddresses) is { Count: > 0 } problems)
        {
            return Refusal.Invalid(problems);
        }

        return await change.RunAsync(seen, by, AuditAction.EditWebhook, reason: null, (webhook, _) =>
        {
            WebhookFields before = WebhookFields.Of(webhook);
            (webhook.Name, webhook.Url, webhook.Types) = (wanted.Name!.Trim(), wanted.Url!.Trim(), WebhookRules.JoinTypes(wanted.Types));
            webhook.NextTryAt = null;
            return (Result<IAuditChange>)new Changed<WebhookFields>(before, WebhookFields.Of(webhook));
        }, cancellationToken);
    }

    /// <summary>Nothing is delivered until it is switched on again. Refused with <see cref="RefusalKind.UnknownWebhook"/>, or <see cref="RefusalKind.WrongState"/> unless it is active.</summary>
    public Task<Result<WebhookView>> DisableAsync(string id, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(id, by, AuditAction.DisableWebhook, reason: null, static (webhook, now) =>
        {
            if (webhook.State != WebhookState.Active)
            {
                return new Refusal(RefusalKind.WrongState, "The webhook is switched off already.");
            }

            // A sender at work finds its lease gone, and moves the cursor no more.
            (webhook.State, webhook.EndedAt, webhook.LeaseOwner, webhook.LeaseUntil) = (WebhookState.Disabled, now, null, null);
            webhook.Forgive();
            return (Result<IAuditChange>)new Cursor(webhook.Cursor);
        }, cancellationToken);

    /// <summary>Goes on where it stopped, or with what happens from now on. Refused with <see cref="RefusalKind.UnknownWebhook"/>, or <see cref="RefusalKind.WrongState"/> when it is active.</summary>
    /// <param name="skipsMissed">What happened meanwhile is not delivered.</param>
    public Task<Result<WebhookView>> EnableAsync(string id, bool skipsMissed, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(id, by, AuditAction.EnableWebhook, reason: null, async (db, webhook, _) =>
        {
            if (webhook.State == WebhookState.Active)
            {
                return new Refusal(RefusalKind.WrongState, "The webhook is active already.");
            }

            (webhook.State, webhook.EndedAt) = (WebhookState.Active, null);
            webhook.Forgive();
            Cursor before = new(webhook.Cursor);
            webhook.Cursor = skipsMissed ? await WebhookDirectory.LastAsync(db, cancellationToken) : webhook.Cursor;
            return new Changed<Cursor>(before, new Cursor(webhook.Cursor));
        }, cancellationToken);

    /// <summary>Deletes it with its deliveries. Refused with <see cref="RefusalKind.UnknownWebhook"/> or <see cref="RefusalKind.ChangedMeanwhile"/>.</summary>
    public Task<Result<WebhookView>> DeleteAsync(WebhookSeen seen, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(seen, by, AuditAction.DeleteWebhook, reason: null, static (db, webhook, _) =>
        {
            db.Remove(webhook);
            return Task.FromResult((Result<IAuditChange>)WebhookFields.Of(webhook));
        }, cancellationToken);

    /// <summary>How far it had come.</summary>
    private sealed record Cursor(long DeliveredUpTo) : IAuditChange;
}
