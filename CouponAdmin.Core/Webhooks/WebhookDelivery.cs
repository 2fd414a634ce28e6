using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Why something was sent.</summary>
public enum DeliveryKind
{
    /// <summary>Events above the cursor.</summary>
    Events,

    /// <summary>Events that a person asked to be sent again.</summary>
    Again,

    /// <summary>A message without events, to try the receiver.</summary>
    Test,
}

/// <summary>What became of it.</summary>
public enum DeliveryOutcome
{
    /// <summary>2xx: accepted.</summary>
    Accepted,

    /// <summary>Any other status.</summary>
    Refused,

    /// <summary>410: the receiver wants no more.</summary>
    Gone,

    /// <summary>No whole answer in time.</summary>
    TimedOut,

    /// <summary>No connection, or one that broke.</summary>
    Unreachable,

    /// <summary>The name leads to an address of a private network, which no setting allows.</summary>
    ForbiddenAddress,

    /// <summary>The signing secret can't be read: the key ring that protected it is gone.</summary>
    NoSecret,
}

/// <summary>One try of a delivery, and its answer.</summary>
public sealed class WebhookDelivery
{
    public long Id { get; init; }
    public required string WebhookId { get; init; }

    /// <summary>As the receiver saw it in <c>webhook-id</c>.</summary>
    public required string MessageId { get; init; }

    public required DeliveryKind Kind { get; init; }

    /// <summary>The delivery stands for the log above this place…</summary>
    public long After { get; init; }

    /// <summary>…up to this one, both as cursors.</summary>
    public long UpTo { get; init; }

    /// <summary>Events in it.</summary>
    public int Events { get; init; }

    public required StoreTime At { get; init; }
    public required DeliveryOutcome Outcome { get; init; }

    /// <summary>The answer's status; null without an answer.</summary>
    public int? Status { get; init; }

    public int Milliseconds { get; init; }

    /// <summary>The beginning of the answer's body.</summary>
    public string? Answer { get; init; }
}
