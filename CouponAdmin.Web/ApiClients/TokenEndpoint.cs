using System.Text.Json.Nodes;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.OpenApi;

namespace CouponAdmin.Web.ApiClients;

/// <summary>OAuth 2.0 client credentials: a client's secret for a token of ten minutes (RFC 6749, section 4.4).</summary>
internal static partial class TokenEndpoint
{
    private const string GrantType = "client_credentials";
    private static readonly (string Name, string Meaning)[] Parameters =
    [
        ("grant_type", $"`{GrantType}`."),
        ("scope", "The scopes that are asked for, with a space between; all of the client's where it is left out."),
        ("client_id", "The client's id, where it doesn't stand in the Authorization header."),
        ("client_secret", "The client's secret, where it doesn't stand in the Authorization header."),
    ];

    public static void MapTokenEndpoint(this IEndpointRouteBuilder app)
    {
        app.Map(Routes.Token, WrongMethod).AllowAnonymous().ExcludeFromDescription();
        Describe(app.MapPost(Routes.Token, GiveAsync));
    }

    private static void Describe(RouteHandlerBuilder endpoint) => endpoint
        .AllowAnonymous()
        .WithTags(ApiTags.Tokens)
        .WithName("requestToken")
        .WithSummary("Exchange a client's secret for a token of ten minutes (OAuth 2.0 client credentials).")
        .Produces<TokenAnswer>()
        .Produces<TokenError>(StatusCodes.Status400BadRequest)
        .Produces<TokenError>(StatusCodes.Status401Unauthorized)
        .Produces<TokenError>(StatusCodes.Status429TooManyRequests)
        .AddOpenApiOperationTransformer((operation, context, _) =>
        {
            operation.RequestBody = DescribedForm();
            operation.Description = "Open to API clients, by their id and secret: in the Authorization header or in the body.";
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(OperationRights.ClientSecret, context.Document)] = [] }, []];
            return Task.CompletedTask;
        });

    private static TokenProblem WrongMethod(HttpContext context)
    {
        context.Response.Headers.Allow = HttpMethods.Post;
        return TokenProblem.WrongMethod;
    }

    private static async Task<IResult> GiveAsync(
        HttpContext context, AuthenticateApiClient clients, TokenMint mint, Paces paces, ILogger<TokenMint> log, CancellationToken ct)
    {
        if (!paces.AllowsTokenRequestFrom(context))
        {
            return TokenProblem.TooMany;
        }

        (TokenRequest? request, TokenProblem? problem) = await TokenRequest.ReadAsync(context.Request, ct);
        if (request is null)
        {
            return problem!;
        }

        if (request.GrantType is null)
        {
            return TokenProblem.Invalid("grant_type is missing.");
        }

        if (await clients.ExecuteAsync(request.ClientId, request.ClientSecret, ct) is not { } client)
        {
            LogRefused(log, ApiClientRules.IsId(request.ClientId) ? request.ClientId! : "no client's id", context.Connection.RemoteIpAddress?.ToString());
            return TokenProblem.UnknownClient;
        }

        return request.GrantType != GrantType ? TokenProblem.UnknownGrant : Answer(context, client, request.Scope, mint);
    }

    private static IResult Answer(HttpContext context, ApiClientView client, string? wanted, TokenMint mint)
    {
        string[] names = wanted is null ? [.. client.Scopes] : wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ApiScope[] scopes = [.. names.Where(name => client.Scopes.Contains(name, StringComparer.Ordinal)).Select(ApiScopes.Find).OfType<ApiScope>()];
        if (scopes.Length == 0 || scopes.Length < names.Length)
        {
            return TokenProblem.UnknownScope;
        }

        (string token, TimeSpan life) = mint.ForClient(client, scopes);
        TokenAnswers.KeepNothing(context.Response);
        return new JsonAnswer<TokenAnswer>(StatusCodes.Status200OK, new TokenAnswer(token, TokenAnswers.Bearer, (int)life.TotalSeconds, ApiScopes.Join(scopes)));
    }

    private static OpenApiRequestBody DescribedForm() => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [TokenRequest.FormType] = new()
            {
                Schema = new OpenApiSchema
                {
                    Title = "TokenForm",
                    Examples = [JsonNode.Parse($$"""{"grant_type":"{{GrantType}}","client_id":"client_example","client_secret":"coupon_secret_example"}""")!],
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string>(StringComparer.Ordinal) { Parameters[0].Name },
                    Properties = Parameters.ToDictionary(p => p.Name, IOpenApiSchema (p) => new OpenApiSchema { Type = JsonSchemaType.String, Description = p.Meaning }, StringComparer.Ordinal),
                },
            },
        },
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "A token was refused to API client {Client} at {Address}: not its secret, or no longer a client.")]
    private static partial void LogRefused(ILogger logger, string client, string? address);
}
