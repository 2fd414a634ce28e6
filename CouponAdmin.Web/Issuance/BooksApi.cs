using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Issuance.Reconcile;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Issuance;

/// <summary>Store, queue and database compared and mended, and the claims that could not be stored, over HTTP.</summary>
internal static class BooksApi
{
    /// <summary>Why a quarantined claim is given up.</summary>
    /// <param name="Reason">For the audit.</param>
    public sealed record GivingUp([property: Required] string? Reason);

    public static void MapBooksApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder admin = app.AddExample(new GivingUp("The member asked for it")).MapAdminApi(ApiTags.Reconciliation);
        admin.MapGet(Routes.AdminReconciliation, LookAsync).WithSummary("Compare store, queue and database; changes nothing.");
        admin.MapPost(Routes.AdminReconciliation, RepairAsync).WithName("reconcileCampaign").ForOperators().WithSummary("Compare, and mend what has one right answer.");
        admin.MapGet(Routes.AdminQuarantined, ListAsync).WithName("listQuarantinedClaims").WithSummary("Claims that could not be stored as issued.");
        admin.MapPost(Routes.AdminReplay, ReplayAsync).WithName("replayQuarantinedClaim").ForOperators().Refuses(RefusalKind.UnknownIssuance, RefusalKind.StillRefused).WithSummary("Store a quarantined claim as issued.");
        admin.MapPost(Routes.AdminGiveUp, RefuseAsync).WithName("refuseQuarantinedClaim").ForOperators().Refuses(RefusalKind.UnknownIssuance).WithSummary("Give a quarantined claim up; its unit goes on sale again.");
    }

    private static async Task<Results<Ok<ReconcileReport>, ProblemHttpResult>> LookAsync(string slug, ReconcileCampaign reconcile, CancellationToken ct) =>
        (await reconcile.LookAsync(slug, ct)).TryGet(out ReconcileReport? report, out Refusal? refusal) ? TypedResults.Ok(report) : Problems.Of(refusal);

    private static async Task<Results<Ok<ReconcileReport>, Accepted<ReconcileReport>, ProblemHttpResult>> RepairAsync(
        string slug, ReconcileCampaign reconcile, ClaimsPrincipal user, CancellationToken ct) => Answer(await reconcile.RepairAsync(slug, user.ActorOf(), ct));

    private static async Task<Results<Ok<QuarantinedPage>, ProblemHttpResult>> ListAsync(
        string slug, DecideQuarantined quarantine, CancellationToken ct, long after = 0, int limit = Paging.LimitDefault)
    {
        if (Paging.Problems(after, limit, DecideQuarantined.PageSizeMax).ToList() is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems);
        }

        return await quarantine.PageAsync(slug, after, limit, ct) is { } page ? TypedResults.Ok(page) : Problems.UnknownCampaign(slug);
    }

    private static async Task<Results<Ok<IssuanceView>, Accepted<IssuanceView>, ProblemHttpResult>> ReplayAsync(
        string slug, long ticket, DecideQuarantined quarantine, ClaimsPrincipal user, CancellationToken ct) =>
        Answer(await quarantine.ReplayAsync(slug, ticket, user.ActorOf(), ct));

    private static async Task<Results<Ok<IssuanceView>, Accepted<IssuanceView>, ProblemHttpResult>> RefuseAsync(
        string slug, long ticket, GivingUp giving, DecideQuarantined quarantine, ClaimsPrincipal user, CancellationToken ct) =>
        Answer(await quarantine.RefuseAsync(slug, ticket, giving.Reason, user.ActorOf(), ct));

    // 202: the database's part is saved, and the store's follows as soon as it answers.
    private static Results<Ok<T>, Accepted<T>, ProblemHttpResult> Answer<T>(Result<T> result)
        where T : class => result.TryGet(out T? value, out Refusal? refusal)
            ? result.IsInForce ? TypedResults.Ok(value) : TypedResults.Accepted((string?)null, value)
            : Problems.Of(refusal);
}
