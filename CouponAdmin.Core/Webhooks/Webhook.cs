using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Whether events are delivered.</summary>
public enum WebhookState
{
    Active,

    /// <summary>Switched off by a person.</summary>
    Disabled,

    /// <summary>Given up: nothing was accepted for <see cref="WebhookRules.GiveUpAfter"/>.</summary>
    GaveUp,

    /// <summary>The receiver answered 410: it wants no more.</summary>
    Gone,
}

/// <summary>A reader of the event log that is called instead of asking: an address, a secret, and a cursor that is kept.</summary>
public sealed class Webhook
{
    public required string Id { get; init; }
    public required string Name { get; set; }
    public required string Url { get; set; }

    /// <summary>Names of the kinds of events with a space between; empty: all.</summary>
    public required string Types { get; set; }

    /// <summary>The signing secret, protected by the key ring: the sender must be able to read it.</summary>
    public required byte[] Secret { get; set; }

    public StoreTime SecretMadeAt { get; set; }

    /// <summary>The secret before, with which deliveries are signed as well until <see cref="OldSecretUntil"/>.</summary>
    public byte[]? OldSecret { get; set; }

    public StoreTime? OldSecretUntil { get; set; }
    public StoreTime CreatedAt { get; init; }

    /// <summary>Everything up to this place was accepted, or is of kinds that aren't asked for.</summary>
    public long Cursor { get; set; }

    public WebhookState State { get; set; }

    /// <summary>Since when it is not delivered to any more; null while it is.</summary>
    public StoreTime? EndedAt { get; set; }

    /// <summary>Since when nothing was accepted; null while all is well.</summary>
    public StoreTime? FailingSince { get; set; }

    /// <summary>Tries since then.</summary>
    public int Failures { get; set; }

    /// <summary>Not tried again before; null: at once.</summary>
    public StoreTime? NextTryAt { get; set; }

    public StoreTime? DeliveredAt { get; set; }

    /// <summary>The instance that delivers; null: none does.</summary>
    public string? LeaseOwner { get; set; }

    public StoreTime? LeaseUntil { get; set; }

    public bool HasOldSecretAt(StoreTime now) => OldSecret is not null && OldSecretUntil is { } until && now < until;

    internal void ForgetOldSecret() => (OldSecret, OldSecretUntil) = (null, null);

    /// <summary>Forgets what went wrong, so that the next try is made at once.</summary>
    internal void Forgive() => (FailingSince, Failures, NextTryAt) = (null, 0, null);
}
