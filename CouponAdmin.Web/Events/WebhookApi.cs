using System.Security.Claims;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Webhooks;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using CouponAdmin.Web.Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CouponAdmin.Web.Events;

/// <summary>Webhooks over HTTP, for administrators.</summary>
internal static class WebhookApi
{
    private const int LimitDefault = 50;

    /// <summary>How long the present secret is still used beside the new one.</summary>
    /// <param name="GraceHours">Hours, 0 to 168; null: 24.</param>
    public sealed record WebhookRotation(int? GraceHours);

    /// <summary>How a webhook goes on.</summary>
    /// <param name="SkipMissed">Whether what happened while it was off is left out; null: it is delivered.</param>
    public sealed record WebhookStart(bool? SkipMissed);

    /// <summary>All webhooks.</summary>
    public sealed record WebhookList(IReadOnlyList<WebhookView> Items);

    public static void MapWebhookApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder hooks = app.AddWebhookExamples().MapApi(ApiTags.Webhooks).WithMetadata(WebhookTag.Header).AddEndpointFilter<RouteGroupBuilder, WebhookTag>().RequireAuthorization(Policies.Administer);
        hooks.MapGet(EventRoutes.Webhooks, async (WebhookDirectory directory, CancellationToken ct) => TypedResults.Ok(new WebhookList(await directory.ListAsync(ct))))
            .WithSummary("Webhooks by name.");
        hooks.MapPost(EventRoutes.Webhooks, CreateAsync).WithMetadata(new TellsSecret()).Refuses(RefusalKind.TooManyWebhooks).WithSummary("Make a webhook. The answer holds its signing secret, which is told this once.");
        hooks.MapGet(EventRoutes.Webhook, FindAsync).WithSummary("One webhook.");
        hooks.MapPut(EventRoutes.Webhook, (string webhookId, WebhookDraft wanted, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, ClaimsPrincipal user, EditWebhook edit, CancellationToken ct) =>
            AnswerAsync(webhookId, ifMatch, seen => edit.ExecuteAsync(seen, wanted, user.ActorOf(), ct))).WithSummary("Change its name, its address and the kinds of events.");
        hooks.MapDelete(EventRoutes.Webhook, (string webhookId, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, ClaimsPrincipal user, EditWebhook edit, CancellationToken ct) =>
            AnswerAsync(webhookId, ifMatch, seen => edit.DeleteAsync(seen, user.ActorOf(), ct))).WithSummary("Delete a webhook with its deliveries.");
        hooks.MapPost(EventRoutes.Disable, async (string webhookId, ClaimsPrincipal user, EditWebhook edit, CancellationToken ct) =>
            Answer(await edit.DisableAsync(webhookId, user.ActorOf(), ct))).Refuses(RefusalKind.WrongState).WithSummary("Switch it off. It keeps its place in the log.");
        hooks.MapPost(EventRoutes.Enable, async (string webhookId, WebhookStart start, ClaimsPrincipal user, EditWebhook edit, CancellationToken ct) =>
            Answer(await edit.EnableAsync(webhookId, start.SkipMissed ?? false, user.ActorOf(), ct))).Refuses(RefusalKind.WrongState).WithSummary("Switch it on: it goes on where it stopped, or skips what it missed.");
        hooks.MapPost(EventRoutes.Rotate, async (string webhookId, WebhookRotation rotation, ClaimsPrincipal user, RotateWebhookSecret rotate, CancellationToken ct) =>
            Answer(await rotate.ExecuteAsync(webhookId, rotation.GraceHours, user.ActorOf(), ct))).WithMetadata(new TellsSecret()).Refuses(RefusalKind.WrongState).WithSummary("Make a new secret. Deliveries are signed with both for a while.");
        hooks.MapPost(EventRoutes.DropOld, async (string webhookId, ClaimsPrincipal user, RotateWebhookSecret rotate, CancellationToken ct) =>
            Answer(await rotate.DropOldAsync(webhookId, user.ActorOf(), ct))).Refuses(RefusalKind.WrongState).WithSummary("End the secret before at once.");
        hooks.MapPost(EventRoutes.Test, async (string webhookId, ClaimsPrincipal user, TryWebhook send, CancellationToken ct) =>
            Answer(await send.TestAsync(webhookId, user.ActorOf(), ct))).WithSummary("Send a message without events; the answer is the receiver's.");
        hooks.MapGet(EventRoutes.Deliveries, DeliveriesAsync).WithSummary("Its last deliveries with their answers, newest first.");
        hooks.MapPost(EventRoutes.Resend, async (string webhookId, long deliveryId, ClaimsPrincipal user, TryWebhook send, CancellationToken ct) =>
            Answer(await send.AgainAsync(webhookId, deliveryId, user.ActorOf(), ct))).Refuses(RefusalKind.UnknownDelivery).WithSummary("Send a delivery's events once more; the answer is the receiver's.");
    }

    private static async Task<Results<Created<WebhookSecret>, ProblemHttpResult>> CreateAsync(WebhookDraft wanted, ClaimsPrincipal user, CreateWebhook create, CancellationToken ct) =>
        (await create.ExecuteAsync(wanted, user.ActorOf(), ct)).TryGet(out WebhookSecret? made, out Refusal? refusal)
            ? TypedResults.Created(EventRoutes.WebhookOf(made.Webhook.Id), made)
            : Problems.Of(refusal);

    private static async Task<Results<Ok<WebhookView>, ProblemHttpResult>> FindAsync(string webhookId, WebhookDirectory directory, CancellationToken ct) =>
        await directory.FindAsync(webhookId, ct) is { } webhook ? TypedResults.Ok(webhook) : Unknown(webhookId);

    private static async Task<Results<Ok<DeliveryPage>, ProblemHttpResult>> DeliveriesAsync(
        string webhookId, WebhookDirectory directory, CancellationToken ct, long? before = null, int limit = LimitDefault)
    {
        List<FieldProblem> problems = [];
        problems.AddRange(before < 1 ? [new FieldProblem("before", FieldRule.OutOfRange, 1)] : []);
        problems.AddRange(limit is < 1 or > WebhookDirectory.PageSizeMax ? [new FieldProblem("limit", FieldRule.OutOfRange, 1, WebhookDirectory.PageSizeMax)] : []);
        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        return await directory.DeliveriesAsync(webhookId, before, limit, ct) is { } page ? TypedResults.Ok(page) : Unknown(webhookId);
    }

    private static ProblemHttpResult Unknown(string id) => Problems.Of(new Refusal(RefusalKind.UnknownWebhook, $"There is no webhook '{id}'."));

    private static async Task<Results<Ok<WebhookView>, ProblemHttpResult>> AnswerAsync(string id, string? ifMatch, Func<WebhookSeen, Task<Result<WebhookView>>> act)
    {
        if (!VersionTag.TryRead(ifMatch, out IReadOnlyList<string>? versions))
        {
            return VersionTag.Unreadable();
        }

        Result<WebhookView> result = await act(new WebhookSeen(id, versions));
        return result.Refusal is { Kind: RefusalKind.ChangedMeanwhile } changed
            ? Problems.Make(StatusCodes.Status412PreconditionFailed, "changed-meanwhile", $"Somebody changed this after you read it; '{WebhookTag.Current}' is what it is now.", (WebhookTag.Current, changed.Current))
            : Answer(result);
    }

    private static Results<Ok<T>, ProblemHttpResult> Answer<T>(Result<T> result)
        where T : class => result.TryGet(out T? value, out Refusal? refusal) ? TypedResults.Ok(value) : Problems.Of(refusal);
}
