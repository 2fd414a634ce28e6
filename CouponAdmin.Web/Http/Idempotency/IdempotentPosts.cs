using System.Security.Claims;
using CouponAdmin.Core.Idempotency;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace CouponAdmin.Web.Http.Idempotency;

/// <summary>On a POST that asks nothing of a key: it stores nothing, or is the same act however often it comes, or judges the key itself.</summary>
internal sealed record WithoutKey;

/// <summary>On a POST whose answer holds a secret that is told once: the answer is not kept.</summary>
internal sealed record TellsSecret;

/// <summary>On a POST that takes <c>Idempotency-Key</c>.</summary>
internal sealed record TakesKey;

/// <summary><c>Idempotency-Key</c> on every POST of the interface that creates or changes something: the same key and body are one act with one answer.</summary>
/// <remarks>It stands around the whole endpoint, so that it sees the body before anybody reads it; who is asking has been judged by then.</remarks>
internal static class IdempotentPosts
{
    /// <summary>Told with an answer that the same key had before.</summary>
    public const string RepeatedHeader = "Idempotency-Replayed";

    public static RouteGroupBuilder TakeKeys(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(Guard);
        return group.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<TakesKey>().Any())
            {
                (operation.Parameters ??= []).Add(Described());
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>409: the key has the answer to another question.</summary>
    public static ProblemHttpResult Reused() => Problems.Make(
        StatusCodes.Status409Conflict, "idempotency-key-reused", "This Idempotency-Key was used with another body. Choose a new key for another act.");

    private static void Guard(EndpointBuilder endpoint)
    {
        bool isPost = endpoint.Metadata.OfType<HttpMethodMetadata>().Any(m => m.HttpMethods.Contains(HttpMethods.Post, StringComparer.OrdinalIgnoreCase));
        if (!isPost || endpoint.Metadata.OfType<WithoutKey>().Any() || endpoint.RequestDelegate is not { } next)
        {
            return;
        }

        endpoint.Metadata.Add(new TakesKey());
        bool isSecret = endpoint.Metadata.OfType<TellsSecret>().Any();
        endpoint.RequestDelegate = context => context.Request.Headers.TryGetValue(IdempotencyRules.KeyField, out var key) && context.User.FindFirstValue(Principals.SubjectClaim) is { } actor
            ? AnswerAsync(context, next, actor, key.Count > 1 ? "" : key.ToString(), isSecret)
            : next(context);
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next, string actor, string key, bool isSecret)
    {
        if (IdempotencyRules.Check(key).ToList() is { Count: > 0 } problems)
        {
            await Problems.Invalid(problems).ExecuteAsync(context);
            return;
        }

        if (await RequestText.FingerprintOfAsync(context.Request) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        KeyedActs acts = context.RequestServices.GetRequiredService<KeyedActs>();
        KeyStanding standing = await acts.BeginAsync(actor, key, context.Request.Path, body, context.RequestAborted);
        await (standing switch
        {
            KeyStanding.Begun begun => CarryOutAsync(context, next, acts, begun.Act, isSecret),
            KeyStanding.Answered answered => RepeatAsync(context.Response, answered.Answer),
            KeyStanding.NotKept lost => NotKept(context.Response, lost.Location).ExecuteAsync(context),
            KeyStanding.InUse => InUse(context.Response).ExecuteAsync(context),
            KeyStanding.Reused => Reused().ExecuteAsync(context),
            _ => throw new InvalidOperationException($"No answer is written for {standing.GetType().Name}."),
        });
    }

    // The act isn't cancelled when its asker hangs up: whoever sends a key comes back for the answer.
    private static async Task CarryOutAsync(HttpContext context, RequestDelegate next, KeyedActs acts, KeyedAct act, bool isSecret)
    {
        context.RequestAborted = CancellationToken.None;
        using HeldAnswer held = new(context);
        try
        {
            await act.DuringAsync(() => next(context));
        }
        catch (DbUpdateConcurrencyException)
        {
            held.Drop();
            await InUse(context.Response).ExecuteAsync(context);
            return;
        }
        catch
        {
            held.Drop();
            await acts.ForgetUnlessActedAsync(act, CancellationToken.None);
            throw;
        }

        KeyedAnswer answer = await held.ReadAsync();
        await (answer.Status is >= 200 and < 300
            ? acts.KeepAsync(act, isSecret ? answer with { Body = null } : answer, CancellationToken.None)
            : acts.ForgetAsync(act, CancellationToken.None));
        await held.SendAsync();
    }

    private static async Task RepeatAsync(HttpResponse response, KeyedAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.Headers[RepeatedHeader] = "true";
        response.Headers.Location = answer.Location;
        response.Headers.ETag = answer.Tag;
        response.ContentType = answer.ContentType;
        if (answer.Body!.Length > 0)
        {
            await response.WriteAsync(answer.Body);
        }
    }

    private static ProblemHttpResult NotKept(HttpResponse response, string? location)
    {
        response.Headers.Location = location;
        return Problems.Make(
            StatusCodes.Status409Conflict, "idempotency-answer-not-kept",
            "What this Idempotency-Key asked for was carried out, and its answer is not kept. Read what it changed; a secret is told once.");
    }

    private static ProblemHttpResult InUse(HttpResponse response)
    {
        response.Headers.RetryAfter = "1";
        return Problems.Make(StatusCodes.Status409Conflict, "idempotency-key-in-use", "A request with this Idempotency-Key is being carried out. Ask again for its answer.");
    }

    private static OpenApiParameter Described() => new()
    {
        Name = IdempotencyRules.KeyField,
        In = ParameterLocation.Header,
        Description = $"Chosen by the asker for this one act, 1–{IdempotencyRules.KeyLengthMax} visible ASCII characters, such as a UUID. The same key and body have the same answer for {IdempotencyRules.KeptFor.TotalHours:0} hours.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyRules.KeyLengthMax },
    };
}
