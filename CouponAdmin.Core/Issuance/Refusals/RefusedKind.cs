namespace CouponAdmin.Core.Issuance.Refusals;

/// <summary>Which answers are kept, by the code that the asker was given.</summary>
public static class RefusedKind
{
    public const string NotOpenYet = "not-open-yet";
    public const string Paused = "paused";
    public const string SoldOut = "sold-out";
    public const string Closed = "closed";
    public const string MemberDisabled = "member-disabled";
    public const string NotReady = "not-ready";
    public const string StoreUnavailable = "store-unavailable";
    public const string TooManyRequests = "too-many-requests";

    public static readonly IReadOnlyList<string> All =
        [NotOpenYet, Paused, SoldOut, Closed, MemberDisabled, NotReady, StoreUnavailable, TooManyRequests];

    /// <summary>The kind of an answer; null for one that is no refusal, or that a row of the database tells already.</summary>
    public static string? Of(ClaimOutcome outcome) => outcome switch
    {
        ClaimOutcome.NotOpenYet => NotOpenYet,
        ClaimOutcome.Paused => Paused,
        ClaimOutcome.SoldOut => SoldOut,
        ClaimOutcome.Closed => Closed,
        ClaimOutcome.MemberDisabled => MemberDisabled,
        ClaimOutcome.NotReady => NotReady,
        ClaimOutcome.StoreUnavailable => StoreUnavailable,
        ClaimOutcome.TooManyRequests => TooManyRequests,
        ClaimOutcome.Queued or ClaimOutcome.Known or ClaimOutcome.Revoked or ClaimOutcome.QueueExpired or ClaimOutcome.Refused
            or ClaimOutcome.UnknownCampaign => null,
    };
}
