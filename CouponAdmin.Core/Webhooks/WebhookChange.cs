using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Webhooks;

/// <summary>One administrator's act on a webhook: locks the row, lets the act decide, writes the audit entry, commits.</summary>
public sealed class WebhookChange(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>The act gives the values for the audit, or the refusal. It isn't asked when the webhook differs from what the person saw.</summary>
    internal async Task<Result<WebhookView>> RunAsync(
        WebhookSeen seen, Actor by, AuditAction action, string? reason, Func<CouponDbContext, Webhook, StoreTime, Task<Result<IAuditChange>>> act, CancellationToken cancellationToken)
    {
        if (!WebhookRules.IsId(seen.Id))
        {
            return Unknown(seen.Id);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockRowsAsync<Webhook>(WebhookMapping.Table, nameof(Webhook.Id), seen.Id, cancellationToken) is not [Webhook webhook])
        {
            return Unknown(seen.Id);
        }

        StoreTime now = clock.Now;
        if (seen.Versions is not null && WebhookView.Of(webhook, await WebhookDirectory.LastAsync(db, cancellationToken), now) is var current && !seen.Meets(current))
        {
            return Refusal.Changed(current);
        }

        if (!(await act(db, webhook, now)).TryGet(out IAuditChange? change, out Refusal? refusal))
        {
            return refusal;
        }

        AuditTrail.Write(db, now, by, action, SubjectOf(webhook), reason, change);
        await db.SaveChangesAsync(cancellationToken);
        long last = await WebhookDirectory.LastAsync(db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return WebhookView.Of(webhook, last, now);
    }

    internal Task<Result<WebhookView>> RunAsync(
        WebhookSeen seen, Actor by, AuditAction action, string? reason, Func<Webhook, StoreTime, Result<IAuditChange>> act, CancellationToken cancellationToken) =>
        RunAsync(seen, by, action, reason, (_, webhook, now) => Task.FromResult(act(webhook, now)), cancellationToken);

    /// <summary>What the audit calls a webhook: its name for people, its id for certain.</summary>
    internal static string SubjectOf(Webhook webhook) => $"{webhook.Name} ({webhook.Id})";

    internal static Refusal Unknown(string id) => new(RefusalKind.UnknownWebhook, $"There is no webhook '{id}'.");
}

/// <summary>A webhook's fields as the audit keeps them.</summary>
/// <param name="Url">Without its query, which often holds a key: more people read the audit than make webhooks.</param>
internal sealed record WebhookFields(string Name, string Url, string Types) : IAuditChange
{
    public static WebhookFields Of(Webhook webhook) => new(webhook.Name, new Uri(webhook.Url).GetLeftPart(UriPartial.Path), webhook.Types);
}
