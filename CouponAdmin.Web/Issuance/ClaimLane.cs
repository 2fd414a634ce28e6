using System.Net;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Challenges;
using Microsoft.AspNetCore.Http.Features;

namespace CouponAdmin.Web.Issuance;

/// <summary>The claim's own way from the connection to the desk: a program's claim with a valid token is judged, counted and answered here, and nowhere else.</summary>
/// <remarks>
/// Routing, tickets, policies and the steps for pages cost an admitted claim a quarter to a third of its processor time (docs/benchmarks.md). The rules are those of the long way,
/// which takes everything that isn't plain: cookies, tokens of others or none, a campaign that asks for a challenge.
/// </remarks>
internal sealed class ClaimLane(RequestDelegate next, OwnTokens tokens, Paces paces, ChallengeDoor door, BusyAddresses addresses, ClaimDesk desk)
{
    private const string Before = Routes.Api + "/campaigns/";
    private const string Behind = "/claims";

    /// <summary>Routing would have found it, and the meters name it.</summary>
    private static readonly KeyValuePair<string, object?> Route = new("http.route", Routes.Api + Routes.Claims);

    public async Task InvokeAsync(HttpContext context)
    {
        if (SlugOf(context.Request) is not { } slug || door.Guards(slug) || tokens.MemberOf(context.Request) is not { } member)
        {
            await next(context);
            return;
        }

        context.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(Route);
        IPAddress? address = context.Connection.RemoteIpAddress;
        addresses.Note(slug, address);
        if (!paces.AllowsAddress(address) || !paces.AllowsMember(member))
        {
            desk.TurnedAway(slug, member);
            await Limits.TooMany().ExecuteAsync(context);
            return;
        }

        // Whoever goes away meanwhile may have been admitted: a claim goes on to its end, which its deadlines keep near.
        await ClaimAnswers.Of(await desk.ClaimAsync(slug, member, CancellationToken.None)).ExecuteAsync(context);
    }

    /// <summary>The campaign that this request claims a coupon of; null when it is no claim.</summary>
    public static string? SlugOf(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.Path.Value is { } path
        && path.Length > Before.Length + Behind.Length
        && path.StartsWith(Before, StringComparison.OrdinalIgnoreCase)
        && path.EndsWith(Behind, StringComparison.OrdinalIgnoreCase)
        && path[Before.Length..^Behind.Length] is var slug && !slug.Contains('/', StringComparison.Ordinal)
            ? slug
            : null;
}

/// <summary>Claims that go the long way pass only the steps that they need.</summary>
/// <remarks>Their answers are one language's, their address stands in no audit, and they open no circuit.</remarks>
internal static class LongWay
{
    public static IApplicationBuilder UseForAllButClaims(this IApplicationBuilder app, Action<IApplicationBuilder> steps) =>
        app.UseWhen(context => ClaimLane.SlugOf(context.Request) is null, steps);
}
