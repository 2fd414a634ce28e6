using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Keeps what a sender did: its lease, the cursor, and the deliveries with their answers.</summary>
/// <remarks>
/// Whoever holds the lease moves the cursor, and nobody else. A sender that stood still and woke finds its lease gone with its next word here;
/// until then it can only have repeated what its successor sends as well.
/// </remarks>
internal sealed class WebhookBook(IDbContextFactory<CouponDbContext> databases, StoreClock clock, WebhookOptions options)
{
    /// <summary>This sender, as the lease names it.</summary>
    public string Owner { get; init; } = InstanceName.Value;

    /// <summary>How long a lease lasts: longer than a delivery under way, so that two senders never deliver at once.</summary>
    public TimeSpan Lease => (options.Timeout * 2) + TimeSpan.FromSeconds(1);

    /// <summary>Every webhook that events are delivered to.</summary>
    public async Task<List<Webhook>> ActiveAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Webhook>().AsNoTracking().Where(w => w.State == WebhookState.Active).OrderBy(w => w.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Takes the lease; null while another sender holds it, or when there is nothing to send to any more.</summary>
    public async Task<Webhook?> TakeAsync(string id, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        (StoreTime now, StoreTime until) = (clock.Now, clock.Now + Lease);
        int taken = await db.Set<Webhook>().Where(w => w.Id == id && w.State == WebhookState.Active && (w.LeaseUntil == null || w.LeaseUntil < now || w.LeaseOwner == Owner))
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.LeaseOwner, Owner).SetProperty(w => w.LeaseUntil, until), cancellationToken);
        return taken == 1 ? await db.Set<Webhook>().AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, cancellationToken) : null;
    }

    /// <summary>Writes down how far the sender came and prolongs its lease; gives the webhook as people left it meanwhile, or null when it is not this sender's any more.</summary>
    public Task<Webhook?> KeepAsync(Webhook webhook, IReadOnlyList<WebhookDelivery> deliveries, CancellationToken cancellationToken) =>
        WriteAsync(webhook, deliveries, Owner, clock.Now + Lease, cancellationToken);

    /// <summary>The same, and gives the lease back.</summary>
    public Task ReleaseAsync(Webhook webhook, IReadOnlyList<WebhookDelivery> deliveries, CancellationToken cancellationToken) =>
        WriteAsync(webhook, deliveries, owner: null, until: null, cancellationToken);

    /// <summary>Writes a delivery that a person asked for; the cursor stays.</summary>
    public async Task NoteAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        db.Add(delivery);
        await db.SaveChangesAsync(cancellationToken);
        await ForgetOldAsync(db, delivery.WebhookId, cancellationToken);
    }

    private async Task<Webhook?> WriteAsync(
        Webhook webhook, IReadOnlyList<WebhookDelivery> deliveries, string? owner, StoreTime? until, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        int kept = await db.Set<Webhook>().Where(w => w.Id == webhook.Id && w.State == WebhookState.Active && w.LeaseOwner == Owner).ExecuteUpdateAsync(
            set => set.SetProperty(w => w.Cursor, webhook.Cursor).SetProperty(w => w.State, webhook.State).SetProperty(w => w.EndedAt, webhook.EndedAt)
                .SetProperty(w => w.FailingSince, webhook.FailingSince).SetProperty(w => w.Failures, webhook.Failures).SetProperty(w => w.NextTryAt, webhook.NextTryAt)
                .SetProperty(w => w.DeliveredAt, webhook.DeliveredAt).SetProperty(w => w.LeaseOwner, owner).SetProperty(w => w.LeaseUntil, until),
            cancellationToken);
        if (!await db.Set<Webhook>().AnyAsync(w => w.Id == webhook.Id, cancellationToken))
        {
            return null;
        }

        // What was sent was sent, whoever has the webhook by now.
        db.AddRange(deliveries);
        await db.SaveChangesAsync(cancellationToken);
        if (deliveries.Count > 0)
        {
            await ForgetOldAsync(db, webhook.Id, cancellationToken);
        }

        Webhook? now = kept == 1 ? await db.Set<Webhook>().AsNoTracking().SingleAsync(w => w.Id == webhook.Id, cancellationToken) : null;
        await transaction.CommitAsync(cancellationToken);
        return now;
    }

    private static async Task ForgetOldAsync(CouponDbContext db, string id, CancellationToken cancellationToken)
    {
        IQueryable<WebhookDelivery> all = db.Set<WebhookDelivery>().Where(d => d.WebhookId == id);
        long? lastOld = await all.OrderByDescending(d => d.Id).Skip(WebhookRules.DeliveriesKept).Select(d => (long?)d.Id).FirstOrDefaultAsync(cancellationToken);
        if (lastOld is { } old)
        {
            await all.Where(d => d.Id <= old).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
