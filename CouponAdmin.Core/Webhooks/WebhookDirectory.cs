using CouponAdmin.Core.Database;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Finds webhooks and their deliveries for administrators.</summary>
public sealed class WebhookDirectory(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Deliveries on one page at most.</summary>
    public const int PageSizeMax = 100;

    /// <summary>All of them, by name; there are at most <see cref="WebhookRules.WebhooksMax"/>.</summary>
    public async Task<IReadOnlyList<WebhookView>> ListAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        long last = await LastAsync(db, cancellationToken);
        List<Webhook> all = await db.Set<Webhook>().AsNoTracking().OrderBy(w => w.Name).ThenBy(w => w.Id).ToListAsync(cancellationToken);
        return [.. all.Select(webhook => WebhookView.Of(webhook, last, clock.Now))];
    }

    /// <summary>One; null when there is none of that id.</summary>
    public async Task<WebhookView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!WebhookRules.IsId(id))
        {
            return null;
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Webhook>().AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, cancellationToken) is { } webhook
            ? WebhookView.Of(webhook, await LastAsync(db, cancellationToken), clock.Now)
            : null;
    }

    /// <summary>Its deliveries, newest first; the last <see cref="WebhookRules.DeliveriesKept"/> are kept. Null when there is no such webhook.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="before">Below this delivery's id; null: from the newest.</param>
    /// <param name="limit">1–100.</param>
    public async Task<DeliveryPage?> DeliveriesAsync(string id, long? before, int limit, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is null)
        {
            return null;
        }

        int take = Math.Clamp(limit, 1, PageSizeMax);
        long below = before ?? long.MaxValue;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        List<WebhookDelivery> found = await db.Set<WebhookDelivery>().AsNoTracking().Where(d => d.WebhookId == id && d.Id < below)
            .OrderByDescending(d => d.Id).Take(take + 1).ToListAsync(cancellationToken);
        return new DeliveryPage([.. found.Take(take).Select(DeliveryView.Of)], found.Count > take ? found[take - 1].Id : null);
    }

    internal static Task<long> LastAsync(CouponDbContext db, CancellationToken cancellationToken) =>
        db.Set<EventLogEnd>().Select(e => e.Last).SingleAsync(cancellationToken);
}
