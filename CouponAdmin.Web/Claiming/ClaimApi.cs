using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Claiming;

/// <summary>A member's claim over HTTP: asking for a coupon, and where it stands.</summary>
internal static class ClaimApi
{
    private static readonly RefusesWith[] RefusesNoClaim = [RefusesWith.Of(ClaimAnswers.NotClaimed())];

    public static void MapClaimApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder members = app.AddExample(ClaimExamples.Claim).MapApi(ApiTags.Claims).RequireAuthorization(Policies.Claim).WithMetadata(new OpenToShops());
        members.MapPost(Routes.Claims, ClaimAsync).NeedsNoKey().WithMetadata(ClaimIntake.Entrance).WithName("claimCoupon").Refuses(ClaimAnswers.Refusals)
            .WithMetadata(ClaimExamples.Admitted, ClaimExamples.Known)
            .WithSummary("Ask for one coupon; asking again gives the same ticket.");
        members.MapGet(Routes.MyClaim, FindMineAsync).Produces<MyClaim>().Refuses(RefusesNoClaim).WithSummary("Where my claim stands.");
        members.MapGet(Routes.MyClaimEvents, FollowMineAsync).WithMetadata(ClaimExamples.MyEvents).Refuses(RefusesNoClaim)
            .WithSummary("Server-sent events: my claim on each change, a snapshot first.");
    }

    private static async Task<IResult> ClaimAsync(string slug, HttpContext context, ClaimIntake intake) =>
        context.User.MemberIdOf() is { } member ? ClaimAnswers.Of(await intake.TakeAsync(slug, member, context)) : NoMember();

    private static async Task<IResult> FindMineAsync(string slug, ClaimsPrincipal user, MyClaims claims, CancellationToken ct) =>
        user.MemberIdOf() is { } member ? ClaimAnswers.Of(await claims.FindAsync(slug, member, ct)) : NoMember();

    private static async Task<Results<ServerSentEventsResult<object>, ProblemHttpResult>> FollowMineAsync(
        string slug, ClaimsPrincipal user, MyClaims claims, HttpContext context, EventStreams streams, VouchedTime vouched, CancellationToken ct)
    {
        if (user.MemberIdOf() is not { } member)
        {
            return NoMember();
        }

        if (await claims.FindAsync(slug, member, ct) is null)
        {
            return ClaimAnswers.NotClaimed();
        }

        return streams.Of(context, end => EventsAsync(claims.FollowAsync(slug, member, end), end), ct, vouched.EndOf(user));
    }

    private static async IAsyncEnumerable<SseItem<object>> EventsAsync(IAsyncEnumerable<ClaimNotice> notices, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (ClaimNotice notice in notices.WithCancellation(ct))
        {
            yield return notice switch
            {
                ClaimNotice.Changed changed => new SseItem<object>(changed.Claim, "claim"),
                ClaimNotice.Progress progress => new SseItem<object>(new { recorded = progress.Recorded }, "progress"),
                ClaimNotice.Lost => new SseItem<object>(new { }, "lost"),
                _ => new SseItem<object>(new { }, "ping"),
            };
        }
    }

    private static ProblemHttpResult NoMember() => Problems.InvalidField(
        "sub", "The subject must have 1–128 characters, none of them a control character, and no white space at its ends.");
}
