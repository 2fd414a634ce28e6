using CouponAdmin.Core.Database;
using CouponAdmin.Core.EventLog;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Webhooks;

/// <summary>How far the webhooks are behind, as of the dispatcher's last look.</summary>
internal sealed class WebhookStanding(IDbContextFactory<CouponDbContext> databases, EventSignal signal)
{
    private volatile IReadOnlyList<WebhookLag> _lags = [];
    private volatile int _ended;

    public IReadOnlyList<WebhookLag> Lags => _lags;

    /// <summary>Webhooks that were switched off because nothing was accepted.</summary>
    public int Ended => _ended;

    public async Task NoteAsync(IReadOnlyList<Webhook> active, StoreTime now, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        _ended = await db.Set<Webhook>().CountAsync(w => w.State == WebhookState.GaveUp || w.State == WebhookState.Gone, cancellationToken);
        List<WebhookLag> lags = [];
        foreach (Webhook webhook in active)
        {
            long last = signal.Last, cursor = webhook.Cursor;
            StoreTime? oldest = cursor >= last
                ? null
                : await db.Set<CouponEvent>().Where(e => e.Last > cursor).OrderBy(e => e.Last).Select(e => (StoreTime?)e.At).FirstOrDefaultAsync(cancellationToken);
            lags.Add(new WebhookLag(webhook.Id, Math.Max(0, last - cursor), oldest is { } at ? now - at : TimeSpan.Zero));
        }

        _lags = lags;
    }
}

/// <summary>How far one webhook is behind.</summary>
/// <param name="Events">Events above its cursor.</param>
/// <param name="Oldest">How long the first of them has waited.</param>
internal sealed record WebhookLag(string Id, long Events, TimeSpan Oldest);
