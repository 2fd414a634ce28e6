using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Claiming;

/// <summary><c>POST /c/{slug}</c>: the claim page's button where no script runs. Answers with the way to the result page.</summary>
/// <remarks>The cached page can carry no token; see <see cref="SameOrigin"/>. Posting twice is safe: the same member gets the same ticket.</remarks>
public static class ClaimFormEndpoint
{
    /// <summary>The query key under which a refusal travels to the result page.</summary>
    public const string After = "after";

    public static void MapClaimForm(this IEndpointRouteBuilder app) => app.MapPost(Routes.ClaimPage, HandleAsync)
        .WithMetadata(ClaimIntake.Entrance)
        .WithMetadata(new WhenLimited(context => ResultOf((string)context.GetRouteValue("slug")!, ClaimMoment.TooManyRequests)))
        .AllowAnonymous()
        .ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(string slug, HttpContext context, ClaimIntake intake)
    {
        if (!SameOrigin.IsFormPost(context.Request))
        {
            return TypedResults.Problem(
                "The form was not posted from this site.", statusCode: StatusCodes.Status403Forbidden, extensions: [new("code", "foreign-origin")]);
        }

        if (context.User.MemberIdOf() is not { } member)
        {
            return SeeOther.To(context, $"{Routes.SignIn}?returnUrl={Uri.EscapeDataString(Routes.ClaimPageOf(slug))}");
        }

        return SeeOther.To(context, ResultOf(slug, MomentOf(await intake.TakeAsync(slug, member, context))));
    }

    private static ClaimMoment MomentOf(ClaimReply reply) => reply switch
    {
        ClaimReply.Answered answered => ClaimMoments.Of(answered.Answer),

        // A form can't bring an answer: it takes a script to find one.
        ClaimReply.Challenged => ClaimMoment.ChallengeRequired,
        ClaimReply.TooOften => ClaimMoment.TooManyRequests,
        _ => throw new ArgumentOutOfRangeException(nameof(reply)),
    };

    private static string ResultOf(string slug, ClaimMoment moment) =>
        Routes.ClaimResultOf(Uri.EscapeDataString(slug)) + (moment.IsCarried() ? $"?{After}={moment.Key()}" : "");
}
