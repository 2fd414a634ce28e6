using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.ApiClients;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using CouponAdmin.Web.Mail;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Shop;

/// <summary>What a shop's server asks for so that its members can claim: a session for the shop's own page, or a link to ours.</summary>
internal static class ShopApi
{
    /// <summary>For whom, where, and for how long.</summary>
    /// <param name="Member">The member's id in the shop.</param>
    /// <param name="Campaign">The one campaign that the session is for.</param>
    /// <param name="LifetimeSeconds">From one minute to fifteen; five minutes where it is left out.</param>
    public sealed record ClaimSessionRequest([property: Required] string? Member, [property: Required] string? Campaign, int? LifetimeSeconds);

    /// <summary>The session's token, which the shop's page sends as a bearer token.</summary>
    public sealed record ClaimSession(string AccessToken, string TokenType, int ExpiresIn, string Member, string Campaign);

    /// <summary>Who comes in, and to which campaign's page.</summary>
    public sealed record HandOverRequest([property: Required] string? Member, [property: Required] string? Campaign);

    /// <summary>The link, for one use by the member's browser.</summary>
    /// <param name="Url">The whole address, for the member's browser alone.</param>
    /// <param name="ExpiresIn">Seconds until the link can't be used any more.</param>
    public sealed record HandOverLink(string Url, int ExpiresIn, string Member, string Campaign);

    private static readonly RefusalKind[] RefusesGrant = [RefusalKind.UnknownCampaign, RefusalKind.StaffAccount, RefusalKind.WrongState];

    public static void AddShop(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<HandOverLinks>().AddSingleton<HandOverDoor>();

    public static void MapShop(this WebApplication app)
    {
        RouteGroupBuilder shop = app.AddExamples().MapApi(ApiTags.Shop).RequireAuthorization(Policies.ClientOnly).OpenTo(ApiScope.ClaimsWriteForMembers);
        shop.MapPost(Routes.ClaimSessions, GiveSessionAsync).NeedsNoKey().Refuses(RefusesGrant).WithSummary("A session with which one member claims in one campaign from the shop's own page.");
        shop.MapPost(Routes.HandOvers, GiveLinkAsync).NeedsNoKey().Refuses(RefusesGrant).WithSummary("A link that works once and brings a member's browser to the claim page, signed in as that member.");
        app.MapHandOver();
    }

    private static IEndpointRouteBuilder AddExamples(this IEndpointRouteBuilder app) => app
        .AddExample(new ClaimSessionRequest("shop-4711", "spring-drop", LifetimeSeconds: 300))
        .AddExample(new HandOverRequest("shop-4711", "spring-drop"));

    private static async Task<Results<Ok<ClaimSession>, ProblemHttpResult>> GiveSessionAsync(
        ClaimSessionRequest request, ClaimsPrincipal user, MemberTokens tokens, CampaignCatalogue catalogue, TokenMint mint, CancellationToken ct)
    {
        string client = user.ClientOf()!;
        (MemberGrant? grant, Refusal? refusal) = await GrantAsync(client, request.Member, request.Campaign, request.LifetimeSeconds, MemberTokens.ClaimSession, tokens, catalogue, ct);
        if (grant is null)
        {
            return Problems.Of(refusal!);
        }

        (string token, TimeSpan life) = mint.ForMember(grant, client, request.Campaign);
        return TypedResults.Ok(new ClaimSession(token, TokenAnswers.Bearer, (int)life.TotalSeconds, grant.Member, request.Campaign!));
    }

    private static async Task<Results<Ok<HandOverLink>, ProblemHttpResult>> GiveLinkAsync(
        HandOverRequest request, HttpContext context, MemberTokens tokens, CampaignCatalogue catalogue, HandOverLinks links, MailOptions mail, TimeProvider time, CancellationToken ct)
    {
        string client = context.User.ClientOf()!;
        (MemberGrant? grant, Refusal? refusal) = await GrantAsync(client, request.Member, request.Campaign, null, MemberTokens.HandedOver, tokens, catalogue, ct);
        if (grant is null)
        {
            return Problems.Of(refusal!);
        }

        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset end = grant.ExpiresAt < now + HandOverLinks.ValidFor ? grant.ExpiresAt : now + HandOverLinks.ValidFor;
        string secret = links.Write(new HandOver(Guid.NewGuid(), client, context.User.FindFirstValue(Principals.NameClaim) ?? client, grant.Member, request.Campaign!, end, grant.ExpiresAt));
        string site = mail.PublicAddress.Length > 0 ? mail.PublicAddress.TrimEnd('/') : $"{context.Request.Scheme}://{context.Request.Host}";
        return TypedResults.Ok(new HandOverLink(site + Routes.HandOverOf(secret), (int)(end - now).TotalSeconds, grant.Member, request.Campaign!));
    }

    private static async Task<(MemberGrant? Grant, Refusal? Refusal)> GrantAsync(
        string client, string? member, string? campaign, int? lifetimeSeconds, LifeBounds bounds, MemberTokens tokens, CampaignCatalogue catalogue, CancellationToken ct)
    {
        FieldProblem[] problems = campaign is null or "" ? [new FieldProblem("campaign", FieldRule.Required)]
            : CampaignDraftRules.IsSlug(campaign) ? [] : [new FieldProblem("campaign", FieldRule.NotASlug)];
        (await tokens.GrantForAsync(client, member, lifetimeSeconds, bounds, ct)).TryGet(out MemberGrant? grant, out Refusal? refusal);
        if (problems.Length > 0)
        {
            return (null, Refusal.Invalid([.. refusal is { Kind: RefusalKind.InvalidInput } ? refusal.Fields : [], .. problems]));
        }

        return grant is not null && await catalogue.FindPublishedAsync(campaign!, ct) is null
            ? (null, new Refusal(RefusalKind.UnknownCampaign, $"There is no campaign '{campaign}'."))
            : (grant, refusal);
    }
}
