using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using Microsoft.AspNetCore.Authorization;

namespace CouponAdmin.Web.Http;

/// <summary>On an endpoint that an API client reaches: the one scope that opens it. Every other endpoint is closed to clients.</summary>
internal sealed record OpenToScope(ApiScope Scope);

/// <summary>People, and programs with a role in their token, by their role; API clients, which have none, by the endpoint's scope alone.</summary>
/// <param name="roles">Empty: no role is enough.</param>
internal sealed class RoleOrScope(params string[] roles) : AuthorizationHandler<RoleOrScope>, IAuthorizationRequirement
{
    private readonly string[] _roles = roles;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleOrScope requirement)
    {
        // An endpoint may ask twice, as reading and then operating: each handler is shown every requirement, so the roles are the requirement's, not its own.
        // Whatever else stands in a client's token, its roles are never asked.
        bool isAllowed = context.User.IsClient()
            ? Rights.ScopeOf(context.Resource as HttpContext) is { } scope && context.User.HasScope(scope)
            : Array.Exists(requirement._roles, context.User.IsInRole);
        if (isAllowed)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>What an API client may.</summary>
internal static class Rights
{
    /// <summary>Opens an endpoint to clients with this scope.</summary>
    public static TBuilder OpenTo<TBuilder>(this TBuilder endpoint, ApiScope scope)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new OpenToScope(scope));

    /// <summary>Opens a group's endpoints to clients: those that only read to one scope, the others to another.</summary>
    public static RouteGroupBuilder OpenTo(this RouteGroupBuilder group, ApiScope reading, ApiScope changing)
    {
        ((IEndpointConventionBuilder)group).Finally(endpoint => endpoint.Metadata.Add(
            new OpenToScope(endpoint.Metadata.OfType<HttpMethodMetadata>().Any(m => m.HttpMethods.All(HttpMethods.IsGet)) ? reading : changing)));
        return group;
    }

    /// <summary>The scope that opens this request's endpoint; null: none does.</summary>
    public static ApiScope? ScopeOf(HttpContext? context) => context?.GetEndpoint()?.Metadata.GetMetadata<OpenToScope>()?.Scope;

    /// <summary>The client's id where an API client asks with a token of its own; null for everybody else.</summary>
    public static string? ClientOf(this ClaimsPrincipal user) => user.FindFirstValue(Principals.ClientClaim);

    public static bool IsClient(this ClaimsPrincipal user) => user.ClientOf() is not null;

    public static bool HasScope(this ClaimsPrincipal user, ApiScope scope) =>
        user.FindFirstValue(Principals.ScopeClaim) is { } scopes && ApiScopes.Parse(scopes).Contains(scope);
}
