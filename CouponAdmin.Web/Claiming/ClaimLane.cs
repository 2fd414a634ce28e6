using System.Diagnostics;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Http.Features;

namespace CouponAdmin.Web.Claiming;

/// <summary>The short way of a member's two questions, "a coupon, please" and "where is mine": whoever brings a plain token or a member's pass is answered here, before routing.</summary>
/// <remarks>
/// Routing, tickets, policies and the steps for pages cost a claim more than everything else. What is asked and answered is the same by both ways:
/// requests that aren't plain go on to the endpoints, such as an address with parameters, a session without a pass, a token of an outside authority, one that isn't valid, or a post from another site.
/// </remarks>
internal sealed class ClaimLane(RequestDelegate next, OwnTokens tokens, MemberPasses passes, Paces paces, ClaimIntake intake, MyClaims claims)
{
    /// <summary>Routing would have found them, and meters and spans name them.</summary>
    private static readonly KeyValuePair<string, object?> ClaimRoute = new("http.route", Routes.Api + Routes.Claims);
    private static readonly KeyValuePair<string, object?> MineRoute = new("http.route", Routes.Api + Routes.MyClaim);

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (request.QueryString.HasValue)
        {
            // Neither question has a parameter: the endpoints say so.
            return next(context);
        }

        if (ClaimAddress.ClaimedBy(request) is { } slug)
        {
            return MemberOf(request, slug, isWrite: true) is { } member ? TakeAsync(context, slug, member) : next(context);
        }

        return ClaimAddress.LookedAtBy(request) is { } mine && MemberOf(request, mine, isWrite: false) is { } asker ? ShowAsync(context, mine, asker) : next(context);
    }

    private async Task TakeAsync(HttpContext context, string slug, string member)
    {
        if (intake.ShadowOf(slug, context.Request) is { } shadow)
        {
            HideFromMetrics(context);
            await ClaimAnswers.Of(new ClaimReply.Answered(await intake.RehearseAsync(shadow, member))).ExecuteAsync(context);
            return;
        }

        Name(context, ClaimRoute);
        if (!paces.AllowsClaimFrom(context))
        {
            intake.TurnedAway(slug, member, context);
            await Limits.TooMany().ExecuteAsync(context);
            return;
        }

        await ClaimAnswers.Of(await intake.TakeAsync(slug, member, context)).ExecuteAsync(context);
    }

    private async Task ShowAsync(HttpContext context, string slug, string member)
    {
        Name(context, MineRoute);
        await (paces.AllowsClaimFrom(context)
            ? ClaimAnswers.Of(await claims.FindAsync(slug, member, context.RequestAborted))
            : Limits.TooMany()).ExecuteAsync(context);
    }

    private static void HideFromMetrics(HttpContext context)
    {
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
        {
            metrics.MetricsDisabled = true;
        }
    }

    private static void Name(HttpContext context, KeyValuePair<string, object?> route)
    {
        context.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(route);
        if (Activity.Current is { Recorded: true } span)
        {
            span.SetTag(route.Key, route.Value);
        }
    }

    // A token wins over a cookie, as in the framework's way. A pass is a cookie, so its writes must come from a page of this site.
    private string? MemberOf(HttpRequest request, string slug, bool isWrite) =>
        request.Headers.Authorization.Count > 0 ? tokens.MemberOf(request, slug)
        : isWrite && !SameOrigin.IsFormPost(request) ? null
        : passes.MemberOf(request);
}
