using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Issuance;

/// <summary>What a member's program is told when a claim was admitted now.</summary>
internal sealed record QueuedView(string Campaign, ClaimStatus Status, long Ticket, int Place, int Ahead, int Quantity);

/// <summary>Every outcome of a claim as an HTTP answer.</summary>
internal static class ClaimAnswers
{
    // No default arm: a new outcome does not compile until it has an answer here.
    public static Results<Accepted<QueuedView>, Ok<MyClaim>, ProblemHttpResult> Of(ClaimAnswer answer) => answer.Outcome switch
    {
        ClaimOutcome.Queued => TypedResults.Accepted(
            Routes.MyClaimOf(answer.Campaign),
            new QueuedView(answer.Campaign, ClaimStatus.Queued, answer.Ticket, answer.Place, answer.Ahead, answer.Quantity)),
        ClaimOutcome.Known => TypedResults.Ok(answer.Claim!),
        ClaimOutcome.UnknownCampaign => Problems.UnknownCampaign(answer.Campaign),
        ClaimOutcome.NotOpenYet => Problems.Make(
            StatusCodes.Status409Conflict, "not-open-yet", "The sale has not opened yet.", ("opensAt", answer.OpensAt.ToDateTimeOffset())),
        ClaimOutcome.Paused => Conflict("paused", "The sale is paused and goes on later."),
        ClaimOutcome.SoldOut => Conflict("sold-out", "All coupons have been asked for."),
        ClaimOutcome.Closed => Problems.Make(StatusCodes.Status410Gone, "closed", "The sale is over."),
        ClaimOutcome.MemberDisabled => Problems.Make(StatusCodes.Status403Forbidden, "member-disabled", "This account can't claim coupons; customer service can tell why."),
        ClaimOutcome.Revoked => Conflict("revoked", "Your coupon of this campaign was revoked; it can't be claimed again."),
        ClaimOutcome.QueueExpired => Conflict("queue-expired", "Your claim waited too long and was not issued; its coupon was given on."),
        ClaimOutcome.Refused => Conflict("refused", "After a fault there was no coupon left for your ticket."),
        ClaimOutcome.NotReady => Unavailable("not-ready", "The campaign is being prepared; ask again in a moment."),
        ClaimOutcome.StoreUnavailable => Unavailable("store-unavailable", "No answer in time: you may be in or not. Asking again is safe and keeps your place."),
        ClaimOutcome.TooManyRequests => Problems.Make(
            StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many people ask at this moment; ask again."),
    };

    private static ProblemHttpResult Conflict(string code, string detail) => Problems.Make(StatusCodes.Status409Conflict, code, detail);

    private static ProblemHttpResult Unavailable(string code, string detail) => Problems.Make(StatusCodes.Status503ServiceUnavailable, code, detail);
}
