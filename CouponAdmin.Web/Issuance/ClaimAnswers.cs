using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Challenges;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Issuance;

/// <summary>What a member's program is told when a claim was admitted now.</summary>
internal sealed record QueuedView(string Campaign, ClaimStatus Status, long Ticket, int Place, int Ahead, int Quantity);

/// <summary>Every outcome of a claim as an HTTP answer.</summary>
internal static class ClaimAnswers
{
    private static readonly ReadyProblem Paused = Conflict("paused", "The sale is paused and goes on later.");
    private static readonly ReadyProblem SoldOut = Conflict("sold-out", "All coupons have been asked for.");
    private static readonly ReadyProblem Closed = new(StatusCodes.Status410Gone, "closed", "The sale is over.");
    private static readonly ReadyProblem Disabled = new(StatusCodes.Status403Forbidden, "member-disabled", "This account can't claim coupons; customer service can tell why.");
    private static readonly ReadyProblem Revoked = Conflict("revoked", "Your coupon of this campaign was revoked; it can't be claimed again.");
    private static readonly ReadyProblem Expired = Conflict("queue-expired", "Your claim waited too long and was not issued; its coupon was given on.");
    private static readonly ReadyProblem Refused = Conflict("refused", "After a fault there was no coupon left for your ticket.");
    private static readonly ReadyProblem NotReady = Unavailable("not-ready", "The campaign is being prepared; ask again in a moment.");
    private static readonly ReadyProblem NoStore = Unavailable("store-unavailable", "No answer in time: you may be in or not. Asking again is safe and keeps your place.");
    private static readonly ReadyProblem TooMany = new(StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many people ask at this moment; ask again.");

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
    public static Results<JsonAnswer<QueuedView>, JsonAnswer<MyClaim>, ReadyProblem, ProblemHttpResult> Of(ClaimAnswer answer) => answer.Outcome switch
    {
        ClaimOutcome.Queued => new JsonAnswer<QueuedView>(
            StatusCodes.Status202Accepted,
            new QueuedView(answer.Campaign, ClaimStatus.Queued, answer.Ticket, answer.Place, answer.Ahead, answer.Quantity),
            Routes.MyClaimOf(answer.Campaign)),
        ClaimOutcome.Known => new JsonAnswer<MyClaim>(StatusCodes.Status200OK, answer.Claim!),
        ClaimOutcome.UnknownCampaign => Problems.UnknownCampaign(answer.Campaign),
        ClaimOutcome.NotOpenYet => Problems.Make(
            StatusCodes.Status409Conflict, "not-open-yet", "The sale has not opened yet.", ("opensAt", answer.OpensAt.ToDateTimeOffset())),
        ClaimOutcome.Paused => Paused,
        ClaimOutcome.SoldOut => SoldOut,
        ClaimOutcome.Closed => Closed,
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

    private static ReadyProblem Conflict(string code, string detail) => new(StatusCodes.Status409Conflict, code, detail);

    private static ReadyProblem Unavailable(string code, string detail) => new(StatusCodes.Status503ServiceUnavailable, code, detail);
}
