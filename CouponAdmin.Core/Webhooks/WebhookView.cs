using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Webhooks;

/// <summary>A webhook as administrators see it: everything but its secrets.</summary>
/// <param name="Types">The kinds of events that it is told; empty: all.</param>
/// <param name="Cursor">Everything up to this event was accepted.</param>
/// <param name="Waiting">Events above its cursor.</param>
public sealed record WebhookView(string Id, string Name, string Url, IReadOnlyList<string> Types, WebhookState State, DateTimeOffset CreatedAt, long Cursor, long Waiting)
{
    /// <summary>Changes with what is saved as a whole, and not with a delivery or a switch.</summary>
    public string Version => Fingerprint.Of(Name, Url, string.Join(' ', Types));

    public DateTimeOffset SecretMadeAt { get; init; }

    /// <summary>Deliveries are signed with the secret before as well, until then; null: there is one secret.</summary>
    public DateTimeOffset? OldSecretUntil { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Tries in a row that were not accepted.</summary>
    public int Failures { get; init; }

    public DateTimeOffset? NextTryAt { get; init; }

    internal static WebhookView Of(Webhook webhook, long last, StoreTime now) => new(
        webhook.Id, webhook.Name, webhook.Url, WebhookRules.ParseTypes(webhook.Types), webhook.State, webhook.CreatedAt.ToDateTimeOffset(), webhook.Cursor,
        Math.Max(0, last - webhook.Cursor))
    {
        SecretMadeAt = webhook.SecretMadeAt.ToDateTimeOffset(),
        OldSecretUntil = webhook.HasOldSecretAt(now) ? webhook.OldSecretUntil?.ToDateTimeOffset() : null,
        DeliveredAt = webhook.DeliveredAt?.ToDateTimeOffset(),
        EndedAt = webhook.EndedAt?.ToDateTimeOffset(),
        FailingSince = webhook.FailingSince?.ToDateTimeOffset(),
        Failures = webhook.Failures,
        NextTryAt = webhook.NextTryAt?.ToDateTimeOffset(),
    };
}

/// <summary>A webhook with a secret that was made just now: the only time that it is told.</summary>
public sealed record WebhookSecret(WebhookView Webhook, string Secret);

/// <summary>One try of a delivery, and its answer.</summary>
/// <param name="MessageId">As the receiver saw it in <c>webhook-id</c>.</param>
/// <param name="After">The delivery stands for the events above this one…</param>
/// <param name="UpTo">…up to this one.</param>
/// <param name="Answer">The beginning of the answer's body.</param>
public sealed record DeliveryView(
    long Id, string MessageId, DeliveryKind Kind, long After, long UpTo, int Events, DateTimeOffset At, DeliveryOutcome Outcome, int? Status, int Milliseconds, string? Answer)
{
    internal static DeliveryView Of(WebhookDelivery d) =>
        new(d.Id, d.MessageId, d.Kind, d.After, d.UpTo, d.Events, d.At.ToDateTimeOffset(), d.Outcome, d.Status, d.Milliseconds, d.Answer);
}

/// <summary>Deliveries of one webhook, newest first.</summary>
/// <param name="Next">Pass as <c>before</c> for older ones; null on the last page.</param>
public sealed record DeliveryPage(IReadOnlyList<DeliveryView> Items, long? Next);
