using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Issuance;

/// <summary>The issuances of a campaign over HTTP, for programs and operators.</summary>
internal static class IssuanceApi
{
    /// <summary>What goes with a revocation.</summary>
    /// <param name="Reason">For the audit.</param>
    /// <param name="ReturnUnit">Whether its unit goes on sale again; null: it doesn't.</param>
    public sealed record Revocation([property: Required] string? Reason, bool? ReturnUnit);

    public static void MapIssuanceApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder admin = app.AddIssuanceExamples().MapAdminApi(ApiTags.Issuances).OpenTo(reading: ApiScope.IssuancesRead, changing: ApiScope.IssuancesRevoke);
        admin.MapGet(Routes.AdminIssuances, PageAsync).WithSummary("Issuances that fit: without a filter, and by a status with numbers, in the order of the numbers; otherwise of the tickets.");
        admin.MapGet(Routes.AdminIssuancesCsv, CsvAsync).WithMetadata(IssuanceExamples.File).RequireRateLimiting(Limits.ExportPolicy).WithSummary("Issuances as CSV: all that have a number, or with any parameter exactly the rows that fit.");
        admin.MapPost(Routes.AdminRevoke, RevokeAsync).ForOperators().Refuses(RefusalKind.UnknownIssuance, RefusalKind.CouponRedeemed, RefusalKind.WrongState).WithSummary("Take a coupon back.");
        admin.MapGet(Routes.AdminCoupon, FindCouponAsync).Refuses([RefusesWith.Of(UnknownCoupon())]).WithSummary("The coupon of a code.");
        app.MapMemberCoupons();
        app.MapCouponJobs();
    }

    private static async Task<Results<Ok<IssuancePage>, ProblemHttpResult>> PageAsync(
        string slug, ClaimsPrincipal user, IssuanceHistory history, CancellationToken ct,
        string? q = null, [WordsOf(typeof(ClaimStatus), Except = [nameof(ClaimStatus.Queued)])] string? status = null, string? member = null, string? from = null, string? to = null, string? updatedSince = null, long after = 0, int limit = Paging.LimitDefault)
    {
        HistoryQuery query = new(q, status, from, to, Member: member, UpdatedSince: updatedSince);
        if (query.Problems().Concat(Paging.Problems(after, limit, IssuanceHistory.PageSizeMax)).ToList() is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems);
        }

        return await history.PageAsync(slug, query.Filter(), after, limit, ct) is { } page
            ? TypedResults.Ok(page with { Items = [.. page.Items.Select(item => item.SeenBy(user.SeesCodes()))] })
            : Problems.UnknownCampaign(slug);
    }

    private static async Task CsvAsync(
        string slug, [AsParameters] HistoryQuery query, [AsParameters] CsvChoice choice, ClaimsPrincipal user, IssuanceCsv csv, CampaignCatalogue catalogue, HttpContext context, CancellationToken ct)
    {
        if (query.Problems().Concat(choice.Problems()).ToList() is { Count: > 0 } problems)
        {
            await Problems.Invalid(problems).ExecuteAsync(context);
            return;
        }

        // The name goes into a header, so only a slug that a campaign has goes there: those are plain letters.
        if (await catalogue.FindAsync(slug, ct) is not { } campaign)
        {
            await Problems.UnknownCampaign(slug).ExecuteAsync(context);
            return;
        }

        CsvChoice.Announce(context.Response, $"{campaign.Slug}-issuances");
        await csv.WriteAsync(campaign.Slug, query.IsEmpty ? null : query.Filter(), choice.Form, user.SeesCodes(), context.Response.Body, ct);
    }

    // 202: revoked, and its unit goes on sale as soon as the store answers.
    private static async Task<Results<Ok<IssuanceView>, Accepted<IssuanceView>, ProblemHttpResult>> RevokeAsync(
        string slug, int number, Revocation revocation, RevokeCoupon revoke, ClaimsPrincipal user, CancellationToken ct)
    {
        Result<IssuanceView> result = await revoke.ExecuteAsync(slug, number, revocation.Reason, revocation.ReturnUnit ?? false, user.ActorOf(), ct);
        return result.TryGet(out IssuanceView? view, out Refusal? refusal)
            ? result.IsInForce ? TypedResults.Ok(view) : TypedResults.Accepted((string?)null, view)
            : Problems.Of(refusal);
    }

    private static async Task<Results<Ok<IssuanceView>, ProblemHttpResult>> FindCouponAsync(
        string code, ClaimsPrincipal user, IssuanceHistory history, CancellationToken ct) =>
        await history.FindByCodeAsync(code, ct) is { } found
            ? TypedResults.Ok(found.SeenBy(user.SeesCodes()))
            : UnknownCoupon();

    private static ProblemHttpResult UnknownCoupon() => Problems.Make(StatusCodes.Status404NotFound, "unknown-coupon", "There is no coupon with that code.");
}
