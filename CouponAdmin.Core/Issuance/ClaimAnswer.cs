using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance;

/// <summary>Every way in which a claim can be answered. Each has one answer at the HTTP edge, and none looks like another.</summary>
public enum ClaimOutcome
{
    /// <summary>Admitted now: the member holds a ticket.</summary>
    Queued,

    /// <summary>Admitted before: the same ticket again, with today's status.</summary>
    Known,
    NotOpenYet,
    Paused,
    SoldOut,
    Closed,
    UnknownCampaign,

    /// <summary>The offer is for certain members, and this one isn't among them.</summary>
    NotEligible,

    /// <summary>An operator disabled this member; coupons already given stay.</summary>
    MemberDisabled,

    /// <summary>The member's coupon was revoked; they can't claim again in this campaign.</summary>
    Revoked,

    /// <summary>The claim waited too long in the queue, and its unit was given on.</summary>
    QueueExpired,

    /// <summary>The fence had no unit left for this ticket.</summary>
    Refused,

    /// <summary>The campaign is being loaded into the store. Nothing is known to be given or gone.</summary>
    NotReady,

    /// <summary>The store didn't answer within the deadline: perhaps admitted, perhaps not. Asking again is safe.</summary>
    StoreUnavailable,

    /// <summary>More claims wait to be sent than the channel holds.</summary>
    TooManyRequests,
}

/// <summary>The answer to one claim.</summary>
/// <param name="Outcome">Which answer.</param>
/// <param name="Campaign">The campaign's slug as asked for.</param>
public sealed record ClaimAnswer(ClaimOutcome Outcome, string Campaign)
{
    /// <summary>The order mark, microseconds of the store's clock; 0 when there is none.</summary>
    public long Ticket { get; init; }

    /// <summary>How many tickets had been given when this one was, it included. Provisional; only with <see cref="ClaimOutcome.Queued"/>.</summary>
    public int Place { get; init; }

    /// <summary>Tickets before this one that were not recorded yet. Provisional; only with <see cref="ClaimOutcome.Queued"/>.</summary>
    public int Ahead { get; init; }

    /// <summary>The campaign's quantity when the answer was given; 0 when not known.</summary>
    public int Quantity { get; init; }

    /// <summary>When the sale opens; only with <see cref="ClaimOutcome.NotOpenYet"/>.</summary>
    public StoreTime OpensAt { get; init; }

    /// <summary>Today's status from the database's row; only with <see cref="ClaimOutcome.Known"/>.</summary>
    public MyClaim? Claim { get; init; }
}
