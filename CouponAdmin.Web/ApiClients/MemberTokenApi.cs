using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.ApiClients;

/// <summary>A member's token for a shop's program: it claims as that member and does nothing else.</summary>
internal static class MemberTokenApi
{
    /// <summary>For whom, and for how long.</summary>
    /// <param name="Member">The member's id in the shop.</param>
    /// <param name="Role">May be left out; <c>Member</c> is the only one.</param>
    /// <param name="LifetimeSeconds">From one minute to one hour; ten minutes where it is left out.</param>
    public sealed record MemberTokenRequest([property: Required] string? Member, string? Role, int? LifetimeSeconds);

    /// <summary>The token, and how long it lives.</summary>
    public sealed record MemberToken(string AccessToken, string TokenType, int ExpiresIn, string Member);

    public static void MapMemberTokens(this IEndpointRouteBuilder app) => app.MapApi(ApiTags.Tokens)
        .MapPost(Routes.MemberTokens, GiveAsync)
        .RequireAuthorization(Policies.ClientOnly)
        .Refuses(RefusalKind.StaffAccount, RefusalKind.WrongState)
        .OpenTo(ApiScope.ClaimsWriteForMembers)
        .NeedsNoKey()
        .WithSummary("A token with which one member claims, for an API client.");

    private static async Task<Results<Ok<MemberToken>, ProblemHttpResult>> GiveAsync(
        MemberTokenRequest request, ClaimsPrincipal user, MemberTokens tokens, TokenMint mint, CancellationToken ct)
    {
        string client = user.ClientOf()!;
        Result<MemberGrant> granted = await tokens.GrantAsync(client, request.Member, request.Role, request.LifetimeSeconds, ct);
        if (!granted.TryGet(out MemberGrant? grant, out Refusal? refusal))
        {
            return Problems.Of(refusal);
        }

        (string token, TimeSpan life) = mint.ForMember(grant, client);
        return TypedResults.Ok(new MemberToken(token, TokenAnswers.Bearer, (int)life.TotalSeconds, grant.Member));
    }
}
