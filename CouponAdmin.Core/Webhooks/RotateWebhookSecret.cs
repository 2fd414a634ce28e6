using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Gives a webhook a new signing secret. For a while deliveries carry a signature by each, so that the receiver changes over without a gap.</summary>
public sealed class RotateWebhookSecret(WebhookChange change, SigningSecrets secrets)
{
    /// <summary>
    /// Refused with <see cref="RefusalKind.InvalidInput"/>, <see cref="RefusalKind.UnknownWebhook"/>, or <see cref="RefusalKind.WrongState"/>
    /// while the secret before is still used: a third would end one that the receiver may check with.
    /// </summary>
    /// <param name="id">The webhook.</param>
    /// <param name="graceHours">How long the present secret is still used; null: <see cref="WebhookRules.GraceHoursDefault"/>; 0: not at all.</param>
    /// <param name="by">Who rotates.</param>
    public async Task<Result<WebhookSecret>> ExecuteAsync(string id, int? graceHours, Actor by, CancellationToken cancellationToken)
    {
        int grace = graceHours ?? WebhookRules.GraceHoursDefault;
        if (grace is < 0 or > WebhookRules.GraceHoursMax)
        {
            return Refusal.Invalid([new FieldProblem("graceHours", FieldRule.OutOfRange, 0, WebhookRules.GraceHoursMax)]);
        }

        string secret = SigningSecrets.Make();
        Result<WebhookView> done = await change.RunAsync(id, by, AuditAction.RotateWebhookSecret, reason: null, (webhook, now) => Rotate(webhook, now, secret, grace), cancellationToken);
        return done.TryGet(out WebhookView? view, out Refusal? refusal) ? new WebhookSecret(view, secret) : refusal;
    }

    /// <summary>Ends the secret before its grace does. Refused with <see cref="RefusalKind.UnknownWebhook"/>, or <see cref="RefusalKind.WrongState"/> when there is none.</summary>
    public Task<Result<WebhookView>> DropOldAsync(string id, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(id, by, AuditAction.DropWebhookSecret, reason: null, static (webhook, now) =>
        {
            if (!webhook.HasOldSecretAt(now))
            {
                return new Refusal(RefusalKind.WrongState, "The webhook has one secret only.");
            }

            Rotated before = new(webhook.OldSecretUntil);
            webhook.ForgetOldSecret();
            return (Result<IAuditChange>)new Changed<Rotated>(before, new Rotated(OldSecretUntil: null));
        }, cancellationToken);

    private Result<IAuditChange> Rotate(Webhook webhook, StoreTime now, string secret, int grace)
    {
        if (webhook.HasOldSecretAt(now))
        {
            return new Refusal(RefusalKind.WrongState, "The webhook has two secrets already; drop the old one first.");
        }

        webhook.ForgetOldSecret();
        if (grace > 0)
        {
            (webhook.OldSecret, webhook.OldSecretUntil) = (webhook.Secret, now + TimeSpan.FromHours(grace));
        }

        (webhook.Secret, webhook.SecretMadeAt) = (secrets.Protect(secret), now);
        return new Rotated(webhook.OldSecretUntil);
    }

    private sealed record Rotated(StoreTime? OldSecretUntil) : IAuditChange;
}
