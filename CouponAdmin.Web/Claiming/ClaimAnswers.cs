using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Claiming.Challenges;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Claiming;

/// <summary>Every outcome of a claim as an HTTP answer.</summary>
internal static class ClaimAnswers
{
    private static readonly ReadyProblem Paused = Conflict(ClaimOutcome.Paused, "The sale is paused and goes on later.");
    private static readonly ReadyProblem SoldOut = Conflict(ClaimOutcome.SoldOut, "All coupons have been asked for.");
    private static readonly ReadyProblem Closed = Ready(StatusCodes.Status410Gone, ClaimOutcome.Closed, "The sale is over.");
    private static readonly ReadyProblem NotEligible = Ready(StatusCodes.Status403Forbidden, ClaimOutcome.NotEligible, "This offer is for certain members, and this account isn't among them.");
    private static readonly ReadyProblem Disabled = Ready(StatusCodes.Status403Forbidden, ClaimOutcome.MemberDisabled, "This account can't claim coupons; customer service can tell why.");
    private static readonly ReadyProblem Revoked = Conflict(ClaimOutcome.Revoked, "Your coupon of this campaign was revoked; it can't be claimed again.");
    private static readonly ReadyProblem Expired = Conflict(ClaimOutcome.QueueExpired, "Your claim waited too long and was not issued; its coupon was given on.");
    private static readonly ReadyProblem Refused = Conflict(ClaimOutcome.Refused, "After a fault there was no coupon left for your ticket.");
    private static readonly ReadyProblem NotReady = Unavailable(ClaimOutcome.NotReady, "The campaign is being prepared; ask again in a moment.");
    private static readonly ReadyProblem NoStore = Unavailable(ClaimOutcome.StoreUnavailable, "No answer in time: you may be in or not. Asking again is safe and keeps your place.");
    private static readonly ReadyProblem TooMany = Ready(StatusCodes.Status429TooManyRequests, ClaimOutcome.TooManyRequests, "Too many people ask at this moment; ask again.");

    /// <summary>Every refusal of a claim, for the interface's description.</summary>
    public static IEnumerable<RefusesWith> Refusals => Enum.GetValues<ClaimOutcome>().Where(outcome => outcome is not (ClaimOutcome.Queued or ClaimOutcome.Known))
        .Select(outcome => RefusesWith.Of(Of(new ClaimAnswer(outcome, "")))).Append(RefusesWith.Of(ChallengeRequired(new ChallengeTask("", "", 0))));

    public static IResult Of(ClaimReply reply) => reply switch
    {
        ClaimReply.Answered answered => Of(answered.Answer),
        ClaimReply.Challenged challenged => ChallengeRequired(challenged.Task),
        ClaimReply.TooOften => Limits.TooMany(),
        _ => throw new ArgumentOutOfRangeException(nameof(reply)),
    };

    /// <summary>Where the member's claim stands; null: 404, they have none.</summary>
    public static IResult Of(MyClaim? claim) => claim is null
        ? NotClaimed()
        : new JsonAnswer<MyClaim>(StatusCodes.Status200OK, claim);

    public static ProblemHttpResult NotClaimed() => Problems.Make(StatusCodes.Status404NotFound, "not-claimed", "You have not claimed in this campaign.");

    // No default arm: a new outcome does not compile until it has an answer here.
    public static Results<JsonAnswer<MyClaim>, ReadyProblem, ProblemHttpResult> Of(ClaimAnswer answer) => answer.Outcome switch
    {
        ClaimOutcome.Queued => new JsonAnswer<MyClaim>(
            StatusCodes.Status202Accepted,
            new MyClaim(answer.Campaign, ClaimStatus.Queued, answer.Ticket) { Place = answer.Place, Ahead = answer.Ahead, Quantity = answer.Quantity },
            Routes.MyClaimOf(answer.Campaign)),
        ClaimOutcome.Known => new JsonAnswer<MyClaim>(StatusCodes.Status200OK, answer.Claim!),
        ClaimOutcome.UnknownCampaign => Problems.UnknownCampaign(answer.Campaign),
        ClaimOutcome.NotOpenYet => Problems.Make(
            StatusCodes.Status409Conflict, ClaimCodes.Of(ClaimOutcome.NotOpenYet), "The sale has not opened yet.", ("opensAt", answer.OpensAt.ToDateTimeOffset())),
        ClaimOutcome.Paused => Paused,
        ClaimOutcome.SoldOut => SoldOut,
        ClaimOutcome.Closed => Closed,
        ClaimOutcome.NotEligible => NotEligible,
        ClaimOutcome.MemberDisabled => Disabled,
        ClaimOutcome.Revoked => Revoked,
        ClaimOutcome.QueueExpired => Expired,
        ClaimOutcome.Refused => Refused,
        ClaimOutcome.NotReady => NotReady,
        ClaimOutcome.StoreUnavailable => NoStore,
        ClaimOutcome.TooManyRequests => TooMany,
    };

    /// <summary>403 with the task whose answer the next claim must bring in the header <see cref="ChallengeDoor.Header"/>.</summary>
    private static ProblemHttpResult ChallengeRequired(ChallengeTask task) => Problems.Make(
        StatusCodes.Status403Forbidden, "challenge-required", $"This sale asks for the answer to a challenge, in the header {ChallengeDoor.Header}.", ("challenge", task));

    private static ReadyProblem Conflict(ClaimOutcome outcome, string detail) => Ready(StatusCodes.Status409Conflict, outcome, detail);

    private static ReadyProblem Unavailable(ClaimOutcome outcome, string detail) => Ready(StatusCodes.Status503ServiceUnavailable, outcome, detail);

    private static ReadyProblem Ready(int status, ClaimOutcome outcome, string detail) => new(status, ClaimCodes.Of(outcome), detail);
}
