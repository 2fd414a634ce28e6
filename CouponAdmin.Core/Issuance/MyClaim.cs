using System.Text.Json.Serialization;

namespace CouponAdmin.Core.Issuance;

/// <summary>Where a member's claim stands. <c>queued</c> has a ticket and is not recorded yet; all others are.</summary>
public enum ClaimStatus
{
    Queued,
    Issued,
    Revoked,
    QueueExpired,
    Refused,
    Quarantined,

    /// <summary>Issued, and used for an order; back to <see cref="Issued"/> when that use is rolled back.</summary>
    Redeemed,
}

/// <summary>A member's claim as shown to that member.</summary>
/// <param name="Campaign">The campaign's slug.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Ticket">The order mark, microseconds of the store's clock.</param>
public sealed record MyClaim(string Campaign, ClaimStatus Status, long Ticket)
{
    /// <summary>How many tickets had been given when this one was, it included. Provisional; only in the answer that admits.</summary>
    public int? Place { get; init; }

    /// <summary>Tickets before this one that were not recorded yet. Provisional; only in the answer that admits.</summary>
    public int? Ahead { get; init; }

    /// <summary>The campaign's quantity; only in the answer that admits.</summary>
    public int? Quantity { get; init; }

    /// <summary>Four groups of four, such as <c>7QK2-M4TD-9XRA-C0HE</c>; only when issued.</summary>
    public string? Code { get; init; }

    /// <summary>1, 2, 3… without gaps; only when issued (also when used or revoked since).</summary>
    public int? Number { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>The coupon's last moment: issue + the campaign's days; only when issued.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>When the coupon was used; only then.</summary>
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>No further change will come by itself.</summary>
    [JsonIgnore]
    public bool IsFinal => Status is not (ClaimStatus.Queued or ClaimStatus.Quarantined);
}

/// <summary>One message of a member's event stream.</summary>
public abstract record ClaimNotice
{
    private ClaimNotice()
    {
    }

    /// <summary>The claim as it stands: first a snapshot, then each change.</summary>
    public sealed record Changed(MyClaim Claim) : ClaimNotice;

    /// <summary>How many tickets of the campaign are recorded: lets the page count down.</summary>
    public sealed record Progress(int Recorded) : ClaimNotice;

    /// <summary>Neither ticket nor row is left of the claim: the store lost it. The member may ask again; the last message of the stream.</summary>
    public sealed record Lost : ClaimNotice;

    /// <summary>Nothing new; keeps the connection open.</summary>
    public sealed record Ping : ClaimNotice;
}
