using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using CouponAdmin.Web.Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.ApiClients;

/// <summary>API clients over HTTP, for administrators.</summary>
internal static class ApiClientsApi
{
    /// <summary>A new client.</summary>
    /// <param name="Name">As the console and the audit show it.</param>
    /// <param name="Scopes">What it may.</param>
    /// <param name="ExpiresAt">Null: until it is revoked.</param>
    public sealed record NewApiClient([property: Required] string? Name, [property: Required] string[]? Scopes, DateTimeOffset? ExpiresAt);

    /// <summary>How long the present secret stays good beside the new one.</summary>
    /// <param name="GraceHours">The hours.</param>
    public sealed record SecretRotation(int? GraceHours);

    /// <summary>Why a client ends.</summary>
    /// <param name="Reason">For the audit.</param>
    public sealed record ClientRevocation([property: Required] string? Reason);

    public static void MapApiClients(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder clients = app.AddApiClientExamples().MapApi(ApiTags.ApiClients).RequireAuthorization(Policies.Administer);
        clients.MapGet(Routes.ApiClients, ListAsync).WithSummary("API clients by name; revoked ones last.");
        clients.MapPost(Routes.ApiClients, CreateAsync).WithMetadata(new TellsSecret()).Refuses(RefusalKind.TooManyClients).WithSummary("Make a client. The answer holds its secret, which is told this once.");
        clients.MapGet(Routes.ApiClient, FindAsync).WithSummary("One client.");
        clients.MapPost(Routes.ApiClientRotate, RotateAsync).WithMetadata(new TellsSecret()).Refuses(RefusalKind.WrongState).WithSummary("Make a new secret. The one before stays good for a while.");
        clients.MapPost(Routes.ApiClientDropOld, async (string clientId, ClaimsPrincipal user, RotateApiSecret rotate, CancellationToken ct) =>
            Answer(await rotate.DropOldAsync(clientId, user.ActorOf(), ct))).Refuses(RefusalKind.WrongState).WithSummary("End the secret before at once.");
        clients.MapPost(Routes.ApiClientRevoke, async (string clientId, ClientRevocation ending, ClaimsPrincipal user, RevokeApiClient revoke, CancellationToken ct) =>
            Answer(await revoke.ExecuteAsync(clientId, ending.Reason, user.ActorOf(), ct))).Refuses(RefusalKind.WrongState).WithSummary("End a client for good, with every token that it has or asked for.");
        app.MapTokenEndpoint();
        app.MapMemberTokens();
    }

    // skip and take are the words of before.
    private static async Task<Results<Ok<ApiClientSlice>, ProblemHttpResult>> ListAsync(
        ApiClientDirectory directory, CancellationToken ct, string? after = null, int? limit = null, int skip = 0, int? take = null)
    {
        List<FieldProblem> problems =
        [
            .. after is not null && await directory.FindAsync(after, ct) is null ? [new FieldProblem("after", FieldRule.UnknownValue)] : Array.Empty<FieldProblem>(),
            .. Paging.InRange("limit", limit ?? 1, 1, ApiClientDirectory.PageSizeMax),
            .. Paging.InRange("skip", skip, 0, ApiClientDirectory.SkipMax),
            .. Paging.InRange("take", take ?? 1, 1, ApiClientDirectory.PageSizeMax),
        ];
        return problems.Count > 0 ? Problems.Invalid(problems) : TypedResults.Ok(await directory.SliceAsync(skip, limit ?? take ?? Paging.LimitDefault, ct, after));
    }

    private static async Task<Results<Created<ApiClientSecret>, ProblemHttpResult>> CreateAsync(
        NewApiClient wanted, ClaimsPrincipal user, CreateApiClient create, CancellationToken ct)
    {
        Result<ApiClientSecret> result = await create.ExecuteAsync(wanted.Name, wanted.Scopes, wanted.ExpiresAt, user.ActorOf(), ct);
        return result.TryGet(out ApiClientSecret? made, out Refusal? refusal) ? TypedResults.Created(Routes.ApiClientOf(made.Client.ClientId), made) : Problems.Of(refusal);
    }

    private static async Task<Results<Ok<ApiClientView>, ProblemHttpResult>> FindAsync(string clientId, ApiClientDirectory directory, CancellationToken ct) =>
        await directory.FindAsync(clientId, ct) is { } client
            ? TypedResults.Ok(client)
            : Problems.Of(new Refusal(RefusalKind.UnknownClient, $"There is no API client '{clientId}'."));

    private static async Task<Results<Ok<ApiClientSecret>, ProblemHttpResult>> RotateAsync(
        string clientId, SecretRotation rotation, ClaimsPrincipal user, RotateApiSecret rotate, CancellationToken ct) =>
        Answer(await rotate.ExecuteAsync(clientId, rotation.GraceHours, user.ActorOf(), ct));

    private static Results<Ok<T>, ProblemHttpResult> Answer<T>(Result<T> result)
        where T : class => result.TryGet(out T? value, out Refusal? refusal) ? TypedResults.Ok(value) : Problems.Of(refusal);
}
