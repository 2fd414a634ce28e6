namespace CouponAdmin.Core.Issuance;

/// <summary>The one list of words for the answers to a claim. API, kept refusals, pages and letters use these and no others.</summary>
public static class ClaimCodes
{
    /// <summary>The outcomes that are kept for support: refusals that no row of the database tells.</summary>
    public static readonly IReadOnlyList<ClaimOutcome> Kept = [.. Enum.GetValues<ClaimOutcome>().Where(IsKept)];

    private static readonly Dictionary<string, ClaimOutcome> ByCode = Enum.GetValues<ClaimOutcome>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>The word of an outcome. No default arm: a new outcome does not compile until it has one.</summary>
    public static string Of(ClaimOutcome outcome) => outcome switch
    {
        ClaimOutcome.Queued => "queued",
        ClaimOutcome.Known => "known",
        ClaimOutcome.NotOpenYet => "not-open-yet",
        ClaimOutcome.Paused => "paused",
        ClaimOutcome.SoldOut => "sold-out",
        ClaimOutcome.Closed => "closed",
        ClaimOutcome.UnknownCampaign => "unknown-campaign",
        ClaimOutcome.NotEligible => "not-eligible",
        ClaimOutcome.MemberDisabled => "member-disabled",
        ClaimOutcome.Revoked => "revoked",
        ClaimOutcome.QueueExpired => "queue-expired",
        ClaimOutcome.Refused => "refused",
        ClaimOutcome.NotReady => "not-ready",
        ClaimOutcome.StoreUnavailable => "store-unavailable",
        ClaimOutcome.TooManyRequests => "too-many-requests",
    };

    /// <summary>The outcome of a word; null for a word of another version.</summary>
    public static ClaimOutcome? Parse(string code) => ByCode.TryGetValue(code, out ClaimOutcome outcome) ? outcome : null;

    /// <summary>Whether the answer is kept beside the claims: not where there is nothing to keep it for, or a row tells it already.</summary>
    public static bool IsKept(ClaimOutcome outcome) => outcome switch
    {
        ClaimOutcome.NotOpenYet or ClaimOutcome.Paused or ClaimOutcome.SoldOut or ClaimOutcome.Closed or ClaimOutcome.NotEligible or ClaimOutcome.MemberDisabled
            or ClaimOutcome.NotReady or ClaimOutcome.StoreUnavailable or ClaimOutcome.TooManyRequests => true,
        ClaimOutcome.Queued or ClaimOutcome.Known or ClaimOutcome.Revoked or ClaimOutcome.QueueExpired or ClaimOutcome.Refused
            or ClaimOutcome.UnknownCampaign => false,
    };
}
