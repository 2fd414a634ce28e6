using CouponAdmin.Core.ApiClients;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace CouponAdmin.Web.Http.Description;

/// <summary>Who may use an operation, read from the rights that it asks for.</summary>
internal static class OperationRights
{
    public const string Bearer = "bearer";
    public const string ClientCredentials = "clientCredentials";
    public const string ClientSecret = "clientSecret";

    /// <summary>The policies that an endpoint and its groups ask for; empty: open to everybody.</summary>
    public static IReadOnlyList<string> PoliciesOf(IList<object> metadata) =>
        metadata.OfType<IAllowAnonymous>().Any() ? [] : [.. metadata.OfType<IAuthorizeData>().Select(asked => asked.Policy).OfType<string>()];

    /// <summary>One of these opens it.</summary>
    public static IList<OpenApiSecurityRequirement> RequirementsOf(IList<object> metadata, OpenApiDocument document)
    {
        IReadOnlyList<string> policies = PoliciesOf(metadata);
        List<OpenApiSecurityRequirement> requirements = [];
        if (policies.Count > 0 && !policies.Contains(Policies.ClientOnly, StringComparer.Ordinal))
        {
            requirements.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] });
        }

        if (ScopeOf(metadata) is { } scope)
        {
            requirements.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ClientCredentials, document)] = [ApiScopes.NameOf(scope)] });
        }

        return requirements;
    }

    /// <summary>The same in a sentence.</summary>
    public static string SentenceOf(IList<object> metadata)
    {
        IReadOnlyList<string> policies = PoliciesOf(metadata);
        string? role = policies switch
        {
            [] => null,
            _ when policies.Contains(Policies.ClientOnly, StringComparer.Ordinal) => null,
            _ when policies.Contains(Policies.Administer, StringComparer.Ordinal) => "administrators",
            _ when policies.Contains(Policies.Operate, StringComparer.Ordinal) => "administrators and operators",
            _ when policies.Contains(Policies.Read, StringComparer.Ordinal) => "administrators, operators and viewers",
            _ when policies.Contains(Policies.Redeem, StringComparer.Ordinal) => "administrators, operators and cashiers",
            _ => "members: everybody who is signed in",
        };
        string? client = ScopeOf(metadata) is { } scope ? $"API clients with the scope `{ApiScopes.NameOf(scope)}`" : null;
        return (role, client) switch
        {
            (null, null) => "Open to everybody.",
            (null, _) or (_, null) => $"Open to {role ?? client}.",
            _ => $"Open to {role}, and to {client}.",
        };
    }

    /// <summary>The ways to prove who is asking.</summary>
    public static Dictionary<string, IOpenApiSecurityScheme> Schemes() => new(StringComparer.Ordinal)
    {
        [Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The token of a person or program with a role, or a member's token.",
        },
        [ClientSecret] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "An API client's id and secret, at the token endpoint alone. They may stand in the body instead.",
        },
        [ClientCredentials] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.OAuth2,
            Description = "An API client exchanges its id and secret for a token of ten minutes, and sends that as a bearer token.",
            Flows = new OpenApiOAuthFlows
            {
                ClientCredentials = new OpenApiOAuthFlow
                {
                    TokenUrl = new Uri(Routes.Token, UriKind.Relative),
                    Scopes = ApiScopes.All.ToDictionary(ApiScopes.NameOf, ApiScopes.MeaningOf, StringComparer.Ordinal),
                },
            },
        },
    };

    private static ApiScope? ScopeOf(IList<object> metadata) => metadata.OfType<OpenToScope>().LastOrDefault()?.Scope;
}
