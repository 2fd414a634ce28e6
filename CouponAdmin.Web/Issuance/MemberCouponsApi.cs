using System.ComponentModel;
using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Issuance;

/// <summary>A member's coupons over HTTP, for the shop's own "my coupons" page and for customer service.</summary>
internal static class MemberCouponsApi
{
    public static void MapMemberCoupons(this IEndpointRouteBuilder app) => app.MapApi(ApiTags.Members)
        .MapGet(Routes.MemberCoupons, PageAsync)
        .RequireAuthorization(Policies.Read)
        .OpenTo(ApiScope.IssuancesRead)
        .WithSummary("A member's recorded claims in all campaigns, the newest campaign first.");

    private static async Task<Results<Ok<MemberCouponPage>, ProblemHttpResult>> PageAsync(
        [Description("The member's whole id.")] string id, ClaimsPrincipal user, MemberCoupons coupons, CancellationToken ct,
        [Description("issued, redeemed, revoked, queueExpired, refused or quarantined.")] string? status = null,
        [Description("Written or changed at this moment or later: ISO 8601 with an offset, such as 2026-11-23T12:00:00Z.")] string? updatedSince = null,
        long after = 0, int limit = Paging.LimitDefault)
    {
        // The one character that the framework leaves encoded in a path.
        string member = id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        HistoryQuery query = new(Status: status, UpdatedSince: updatedSince);
        List<FieldProblem> problems =
        [
            .. MemberId.IsValid(member) ? Array.Empty<FieldProblem>() : [new FieldProblem("id", FieldRule.NotText)],
            .. query.Problems(),
            .. Paging.Problems(after, limit, MemberCoupons.PageSizeMax),
        ];
        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        MemberCouponPage page = await coupons.PageAsync(member, query.WantedStatus, query.Filter().UpdatedSince, after, limit, ct);
        return TypedResults.Ok(page with { Items = [.. page.Items.Select(item => item.SeenBy(user.SeesCodes()))] });
    }
}
