using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Makes a webhook with its first secret. It is told what happens from now on.</summary>
public sealed class CreateWebhook(IDbContextFactory<CouponDbContext> databases, SigningSecrets secrets, WebhookOptions options, StoreClock clock)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/> (all broken fields at once), or <see cref="RefusalKind.TooManyWebhooks"/>.</summary>
    public async Task<Result<WebhookSecret>> ExecuteAsync(WebhookDraft wanted, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (WebhookRules.Check(wanted, options.AllowPrivateAddresses) is { Count: > 0 } problems)
        {
            return Refusal.Invalid(problems);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Two acts of the same moment may pass it by one.
        if (await db.Set<Webhook>().CountAsync(cancellationToken) >= WebhookRules.WebhooksMax)
        {
            return new Refusal(RefusalKind.TooManyWebhooks, $"There are {WebhookRules.WebhooksMax} webhooks, which is the most; delete some first.") { Bound = WebhookRules.WebhooksMax };
        }

        StoreTime now = clock.Now;
        string secret = SigningSecrets.Make();
        long last = await WebhookDirectory.LastAsync(db, cancellationToken);
        Webhook webhook = new()
        {
            Id = WebhookRules.NewId(),
            Name = wanted.Name!.Trim(),
            Url = wanted.Url!.Trim(),
            Types = WebhookRules.JoinTypes(wanted.Types),
            Secret = secrets.Protect(secret),
            SecretMadeAt = now,
            CreatedAt = now,
            Cursor = last,
        };
        db.Add(webhook);
        AuditTrail.Write(db, now, by, AuditAction.CreateWebhook, WebhookChange.SubjectOf(webhook), reason: null, new Made<WebhookFields>(WebhookFields.Of(webhook)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new WebhookSecret(WebhookView.Of(webhook, last, now), secret);
    }
}
