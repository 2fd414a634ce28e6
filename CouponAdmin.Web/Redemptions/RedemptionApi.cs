using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Idempotency;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using CouponAdmin.Web.Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CouponAdmin.Web.Redemptions;

/// <summary>Coupons at the checkout over HTTP: check, use, give back; and the list of uses.</summary>
internal static class RedemptionApi
{
    /// <summary>What a coupon is asked with. Amount and currency may both be left out.</summary>
    public sealed record CouponQuestion(string? MemberId, long? OrderAmount, string? Currency);

    /// <summary>Why a coupon is given back; may be left out.</summary>
    public sealed record Rollback(string? Reason);

    public static void MapRedemptionApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.AddRedemptionExamples().MapApi(ApiTags.Redemptions);
        api.MapPost(Routes.CouponValidate, CheckAsync).ForTills().NeedsNoKey().WithSummary("Whether a coupon can be used for an order, and what it takes off. Changes nothing.");

        // It judges its key itself: the key is a column of the use, written by the commit that uses the coupon, and kept as long as the use.
        api.MapPost(Routes.Redemptions, RedeemAsync).WithName("redeemCoupon").ForTills().NeedsNoKey().Refuses(CouponFaults.All)
            .WithMetadata(new AnswerHeader(IdempotentPosts.RepeatedHeader, "`true` on an answer that the same key had before.")).WithSummary("Use a coupon for an order. The same key and body give the same answer.");
        api.MapPost(Routes.RedemptionRollback, RollBackAsync).ForTills().Refuses(RefusalKind.UnknownRedemption).WithSummary("Give a used coupon back, as when its order is cancelled. Asking again changes nothing.");
        api.MapGet(Routes.Redemptions, PageAsync).RequireAuthorization(Policies.Read).OpenTo(ApiScope.IssuancesRead).WithSummary("Redemptions that fit, oldest first.");
        api.MapGet(Routes.RedemptionsCsv, CsvAsync).WithMetadata(RedemptionExamples.File).RequireAuthorization(Policies.Read).OpenTo(ApiScope.IssuancesRead).RequireRateLimiting(Limits.ExportPolicy).WithSummary("Redemptions that fit, as CSV.");
    }

    /// <summary>Asks for the right to take coupons.</summary>
    private static RouteHandlerBuilder ForTills(this RouteHandlerBuilder endpoint) => endpoint.RequireAuthorization(Policies.Redeem).OpenTo(ApiScope.CouponsRedeem);

    private static async Task<Results<Ok<CouponCheck>, ProblemHttpResult>> CheckAsync(string code, CouponQuestion question, CheckCoupon check, CancellationToken ct)
    {
        RedemptionOrder order = new() { MemberId = question.MemberId, OrderAmount = question.OrderAmount, Currency = question.Currency };
        return (await check.ExecuteAsync(code, order, ct)).TryGet(out CouponCheck? answer, out Refusal? refusal) ? TypedResults.Ok(answer) : Problems.Of(refusal);
    }

    private static async Task<Results<Created<RedemptionView>, ProblemHttpResult>> RedeemAsync(
        [Required, FromHeader(Name = IdempotencyRules.KeyField), Description("Chosen by the asker for this one act, 1–200 visible ASCII characters, such as a UUID; send the same again after a lost answer.")] string? key,
        RedemptionOrder order, RedeemCoupon redeem, HttpContext context, CancellationToken ct)
    {
        RedemptionAnswer answer = await redeem.ExecuteAsync(key, order, context.User.ActorOf(), context.User.IsPerson(), ct);
        if (answer is RedemptionAnswer.Done { IsRepeated: true })
        {
            context.Response.Headers[IdempotentPosts.RepeatedHeader] = "true";
        }

        return answer switch
        {
            RedemptionAnswer.Done done => TypedResults.Created((string?)null, done.Redemption.AtTheTill()),
            RedemptionAnswer.Refused refused => CouponFaults.Of(refused.Check),
            RedemptionAnswer.KeyReused => IdempotentPosts.Reused(),
            RedemptionAnswer.Invalid invalid => Problems.Invalid(invalid.Problems),
            _ => throw new InvalidOperationException($"No answer is written for {answer.GetType().Name}."),
        };
    }

    private static async Task<Results<Ok<RedemptionView>, ProblemHttpResult>> RollBackAsync(
        long id, Rollback rollback, RollBackRedemption rollBack, ClaimsPrincipal user, CancellationToken ct) =>
        (await rollBack.ExecuteAsync(id, rollback.Reason, user.ActorOf(), ct)).TryGet(out RedemptionView? view, out Refusal? refusal)
            ? TypedResults.Ok(view.AtTheTill())
            : Problems.Of(refusal);

    private static async Task<Results<Ok<RedemptionPage>, ProblemHttpResult>> PageAsync(
        [AsParameters] RedemptionQuery query, ClaimsPrincipal user, RedemptionHistory history, CancellationToken ct, long after = 0, int limit = Paging.LimitDefault)
    {
        if (query.Problems().Concat(Paging.Problems(after, limit, RedemptionHistory.PageSizeMax)).ToList() is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems);
        }

        RedemptionPage page = await history.PageAsync(query.Filter(), after, limit, ct);
        return TypedResults.Ok(page with { Items = [.. page.Items.Select(item => item.SeenBy(user.SeesCodes()))] });
    }

    private static async Task CsvAsync(
        [AsParameters] RedemptionQuery query, [AsParameters] CsvChoice choice, RedemptionCsv csv, HttpContext context, CancellationToken ct)
    {
        if (query.Problems().Concat(choice.Problems()).ToList() is { Count: > 0 } problems)
        {
            await Problems.Invalid(problems).ExecuteAsync(context);
            return;
        }

        CsvChoice.Announce(context.Response, "redemptions");
        await csv.WriteAsync(query.Filter(), choice.Form, context.User.SeesCodes(), context.Response.Body, ct);
    }
}
