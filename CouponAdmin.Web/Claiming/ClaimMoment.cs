using System.Text.Json;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;

namespace CouponAdmin.Web.Claiming;

/// <summary>Every moment in which a member can find the claim page. Each has its own words; none looks like another.</summary>
public enum ClaimMoment
{
    Before,
    Open,

    /// <summary>It was paused and goes on.</summary>
    Reopened,

    /// <summary>It was sold out and the quantity was raised.</summary>
    Added,
    SignedOut,
    Asking,

    /// <summary>The answer was lost: the script asks again by itself.</summary>
    AskingAgain,

    /// <summary>Too many requests: the script asks again by itself.</summary>
    Crowded,

    /// <summary>The campaign is being loaded: the script asks again by itself.</summary>
    Preparing,
    Queued,
    Issued,
    Redeemed,
    Revoked,
    QueueExpired,
    Refused,
    Quarantined,
    NotOpenYet,
    Paused,
    SoldOut,
    Closed,
    UnknownCampaign,

    /// <summary>The offer is for certain members, and this one isn't among them.</summary>
    NotEligible,

    /// <summary>An operator keeps this member from claiming.</summary>
    MemberDisabled,

    /// <summary>The campaign asks for the answer to a challenge, and this browser can't give one.</summary>
    ChallengeRequired,
    TooManyRequests,
    NotReady,
    StoreUnavailable,
}

/// <summary>Which moment a state, a status or an answer of the Core stands for.</summary>
internal static class ClaimMoments
{
    /// <summary>The moment's name in the page, its script and its addresses; where the API has a <c>code</c> for it, the same word.</summary>
    public static string Key(this ClaimMoment moment) => JsonNamingPolicy.KebabCaseLower.ConvertName(moment.ToString());

    public static ClaimMoment Of(CampaignState state) => state switch
    {
        CampaignState.Draft => ClaimMoment.UnknownCampaign,
        CampaignState.Scheduled => ClaimMoment.Before,
        CampaignState.Open => ClaimMoment.Open,
        CampaignState.SoldOut => ClaimMoment.SoldOut,
        CampaignState.Paused => ClaimMoment.Paused,
        CampaignState.Closed => ClaimMoment.Closed,
        CampaignState.Archived => ClaimMoment.Closed,
    };

    public static ClaimMoment Of(ClaimStatus status) => status switch
    {
        ClaimStatus.Queued => ClaimMoment.Queued,
        ClaimStatus.Issued => ClaimMoment.Issued,
        ClaimStatus.Redeemed => ClaimMoment.Redeemed,
        ClaimStatus.Revoked => ClaimMoment.Revoked,
        ClaimStatus.QueueExpired => ClaimMoment.QueueExpired,
        ClaimStatus.Refused => ClaimMoment.Refused,
        ClaimStatus.Quarantined => ClaimMoment.Quarantined,
    };

    public static ClaimMoment Of(ClaimAnswer answer) => answer.Outcome switch
    {
        ClaimOutcome.Queued => ClaimMoment.Queued,
        ClaimOutcome.Known => answer.Claim is { } claim ? Of(claim.Status) : ClaimMoment.Queued,
        ClaimOutcome.NotOpenYet => ClaimMoment.NotOpenYet,
        ClaimOutcome.Paused => ClaimMoment.Paused,
        ClaimOutcome.SoldOut => ClaimMoment.SoldOut,
        ClaimOutcome.Closed => ClaimMoment.Closed,
        ClaimOutcome.UnknownCampaign => ClaimMoment.UnknownCampaign,
        ClaimOutcome.NotEligible => ClaimMoment.NotEligible,
        ClaimOutcome.MemberDisabled => ClaimMoment.MemberDisabled,
        ClaimOutcome.Revoked => ClaimMoment.Revoked,
        ClaimOutcome.QueueExpired => ClaimMoment.QueueExpired,
        ClaimOutcome.Refused => ClaimMoment.Refused,
        ClaimOutcome.NotReady => ClaimMoment.NotReady,
        ClaimOutcome.StoreUnavailable => ClaimMoment.StoreUnavailable,
        ClaimOutcome.TooManyRequests => ClaimMoment.TooManyRequests,
    };

    /// <summary>Whether the address may carry this refusal from the form's post to the result page: what no row and no state can tell later.</summary>
    public static bool IsCarried(this ClaimMoment moment) => moment
        is ClaimMoment.NotOpenYet or ClaimMoment.Paused or ClaimMoment.SoldOut or ClaimMoment.Closed
        or ClaimMoment.NotEligible or ClaimMoment.MemberDisabled or ClaimMoment.ChallengeRequired or ClaimMoment.TooManyRequests or ClaimMoment.NotReady or ClaimMoment.StoreUnavailable;

    /// <summary>Reads a carried refusal; null for anything else that stands in the address.</summary>
    public static ClaimMoment? FromAddress(string? key) =>
        Enum.GetValues<ClaimMoment>().Where(IsCarried).Cast<ClaimMoment?>().FirstOrDefault(moment => moment!.Value.Key() == key);
}
