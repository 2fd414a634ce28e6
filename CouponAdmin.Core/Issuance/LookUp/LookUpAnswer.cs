using System.Text.Json.Serialization;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance.LookUp;

/// <summary>Everything that is known to what support was asked about.</summary>
/// <param name="Asked">The text, without the spaces around it.</param>
/// <param name="Members">Usually one; none when the text can't name anybody.</param>
public sealed record LookUpAnswer(string Asked, IReadOnlyList<MemberHistory> Members);

/// <summary>One member's claims in all campaigns.</summary>
/// <param name="Timelines">One per campaign, the newest first, at most <see cref="ClaimLookUp.TimelinesMax"/>.</param>
/// <param name="IsQueueKnown">False: the store can't say at this moment whether a claim waits.</param>
public sealed record MemberHistory(string Member, IReadOnlyList<ClaimTimeline> Timelines, bool IsQueueKnown)
{
    /// <summary>The name and email of the account of that id; null where there is none.</summary>
    public (string Name, string Email)? Account { get; init; }

    /// <summary>Since when the member may not claim, and why; null when they may.</summary>
    public (DateTimeOffset At, string Reason)? Disabled { get; init; }

    /// <summary>Nothing is known of this member, as far as is kept.</summary>
    public bool IsUnknown => Timelines.Count == 0 && Account is null && Disabled is null;
}

/// <summary>What one member met in one campaign.</summary>
/// <param name="Campaign">The slug.</param>
public sealed record ClaimTimeline(string Campaign, string Name, DateTimeOffset OpensAt, DateTimeOffset ClosesAt)
{
    /// <summary>The row; null while there is none.</summary>
    public IssuanceView? Row { get; init; }

    /// <summary>The order mark of an admitted claim, recorded or not; null when the member was never admitted.</summary>
    public long? Ticket { get; init; }

    /// <summary>How many tickets had been given when this one was, it included.</summary>
    public int? Place { get; init; }

    /// <summary>The first refusal of each kind, oldest first.</summary>
    public IReadOnlyList<KeptRefusal> Refusals { get; init; } = [];

    /// <summary>Where the claim stands; null when the member was never admitted.</summary>
    public ClaimStatus? Status => Row?.Status ?? (Ticket is null ? null : ClaimStatus.Queued);

    /// <summary>When the claim was admitted: the ticket read as a moment.</summary>
    public DateTimeOffset? AdmittedAt => Ticket is { } ticket ? new StoreTime(ticket).ToDateTimeOffset() : null;

    /// <summary>The last thing that happened, for the order of the campaigns.</summary>
    public DateTimeOffset Newest => Row?.RevokedAt ?? Row?.RedeemedAt ?? AdmittedAt ?? Refusals[^1].At;
}

/// <summary>A kept refusal.</summary>
/// <param name="Outcome">One of <see cref="ClaimCodes.Kept"/>.</param>
/// <param name="At">The store's clock, as the instance that answered knew it.</param>
/// <param name="LastTicketAt">For a sold-out sale: when the last ticket before it was given.</param>
public sealed record KeptRefusal([property: JsonIgnore] ClaimOutcome Outcome, DateTimeOffset At, DateTimeOffset? LastTicketAt = null)
{
    /// <summary>The answer's code.</summary>
    public string Kind => ClaimCodes.Of(Outcome);
}
