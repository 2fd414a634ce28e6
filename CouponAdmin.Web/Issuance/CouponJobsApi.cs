using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Issuance.Bulk;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CouponAdmin.Web.Issuance;

/// <summary>Many coupons revoked or restored by one order, over HTTP: start, look, and read what became of each.</summary>
internal static class CouponJobsApi
{
    public static void MapCouponJobs(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder admin = app.MapAdminApi(ApiTags.Issuances).OpenTo(reading: ApiScope.IssuancesRead, changing: ApiScope.IssuancesRevoke);
        admin.MapPost(Routes.AdminCouponJobs, StartAsync).ForOperators().Refuses(RefusalKind.TooManyJobs).WithMetadata(new RequestSizeLimitAttribute(CouponJobRules.OrderBytesMax))
            .WithSummary("Revoke or restore many coupons. Answered when the order is kept; the job runs by itself.");
        admin.MapGet(Routes.AdminCouponJobs, PageAsync).WithSummary("A campaign's jobs, the newest first.");
        admin.MapGet(Routes.AdminCouponJob, FindAsync).Refuses(RefusalKind.UnknownJob).WithSummary("One job: its state and progress.");
        admin.MapGet(Routes.AdminCouponJobResults, ResultsAsync).Refuses(RefusalKind.UnknownJob).WithSummary("What became of each coupon of a job.");
        admin.MapGet(Routes.AdminCouponJobResultsCsv, CsvAsync).WithMetadata(IssuanceExamples.JobFile).Refuses(RefusalKind.UnknownJob).RequireRateLimiting(Limits.ExportPolicy).WithSummary("What became of each coupon of a job, as CSV.");
    }

    private static async Task<Results<Accepted<CouponJobView>, ProblemHttpResult>> StartAsync(
        string slug, CouponJobOrder order, StartCouponJob start, ClaimsPrincipal user, CancellationToken ct) =>
        (await start.ExecuteAsync(slug, order, user.ActorOf(), ct)).TryGet(out CouponJobView? job, out Refusal? refusal)
            ? TypedResults.Accepted(Routes.CouponJobOf(job.Campaign, job.Id), job)
            : Problems.Of(refusal);

    private static async Task<Results<Ok<CouponJobPage>, ProblemHttpResult>> PageAsync(
        string slug, CouponJobs jobs, CancellationToken ct, long after = 0, int limit = Paging.LimitDefault)
    {
        if (Paging.Problems(after, limit, CouponJobs.PageSizeMax).ToList() is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems);
        }

        return await jobs.PageAsync(slug, after, limit, ct) is { } page ? TypedResults.Ok(page) : Problems.UnknownCampaign(slug);
    }

    private static async Task<Results<Ok<CouponJobView>, ProblemHttpResult>> FindAsync(string slug, long id, CouponJobs jobs, CancellationToken ct) =>
        await jobs.FindAsync(slug, id, ct) is { } job ? TypedResults.Ok(job) : Unknown(slug, id);

    private static async Task<Results<Ok<CouponJobResultPage>, ProblemHttpResult>> ResultsAsync(
        string slug, long id, CouponJobs jobs, CancellationToken ct,
        [Description("Only coupons with this outcome: changed, unknownNumber, alreadyRevoked, alreadyRedeemed, notRevoked or unitReturned.")] string? outcome = null,
        long after = 0, int limit = Paging.LimitDefault)
    {
        if (OutcomeProblems(outcome).Concat(Paging.Problems(after, limit, CouponJobs.PageSizeMax)).ToList() is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems);
        }

        return await jobs.FindAsync(slug, id, ct) is null ? Unknown(slug, id) : TypedResults.Ok(await jobs.ResultsAsync(id, OutcomeOf(outcome), after, limit, ct));
    }

    private static async Task CsvAsync(
        string slug, long id, CouponJobs jobs, CouponJobCsv csv, [AsParameters] CsvChoice choice, HttpContext context, CancellationToken ct,
        [Description("Only coupons with this outcome, as in the list.")] string? outcome = null)
    {
        if (OutcomeProblems(outcome).Concat(choice.Problems()).ToList() is { Count: > 0 } problems)
        {
            await Problems.Invalid(problems).ExecuteAsync(context);
            return;
        }

        if (await jobs.FindAsync(slug, id, ct) is not { } job)
        {
            await Unknown(slug, id).ExecuteAsync(context);
            return;
        }

        CsvChoice.Announce(context.Response, $"{job.Campaign}-job-{job.Id}");
        await csv.WriteAsync(id, OutcomeOf(outcome), choice.Form, context.Response.Body, ct);
    }

    private static CouponJobOutcome? OutcomeOf(string? word) =>
        Enum.GetValues<CouponJobOutcome>().Cast<CouponJobOutcome?>().FirstOrDefault(outcome => JsonNamingPolicy.CamelCase.ConvertName(outcome!.Value.ToString()) == word);

    private static IEnumerable<FieldProblem> OutcomeProblems(string? outcome) =>
        !string.IsNullOrWhiteSpace(outcome) && OutcomeOf(outcome) is null ? [new FieldProblem("outcome", FieldRule.UnknownValue)] : [];

    private static ProblemHttpResult Unknown(string slug, long id) => Problems.Of(new Refusal(RefusalKind.UnknownJob, $"The campaign '{slug}' has no job {id}."));
}
