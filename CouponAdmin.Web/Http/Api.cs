using CouponAdmin.Web.Http.Description;
using CouponAdmin.Web.Http.Idempotency;
using Microsoft.AspNetCore.Mvc;

namespace CouponAdmin.Web.Http;

/// <summary>The groups that all endpoints of the interface belong to.</summary>
internal static class Api
{
    /// <summary>For members and programs.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app, string tag) =>
        app.MapGroup(Routes.Api).WithTags(tag).DisableAntiforgery().WithMetadata(new SkipStatusCodePagesAttribute()).AddEndpointFilter<RouteGroupBuilder, SameOriginWrites>().DisableCookieRedirect().TakeKeys().RefuseUnknownParameters()
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status500InternalServerError, typeof(Problem), ["application/problem+json"]));

    /// <summary>For operators and viewers: reading is the least right.</summary>
    public static RouteGroupBuilder MapAdminApi(this IEndpointRouteBuilder app, string tag) =>
        app.MapApi(tag).MapGroup(Routes.Admin).RequireAuthorization(Policies.Read);

    /// <summary>Reads no <c>Idempotency-Key</c>: see <see cref="WithoutKey"/>.</summary>
    public static RouteHandlerBuilder NeedsNoKey(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new WithoutKey());

    /// <summary>Asks for the right to change things.</summary>
    public static RouteHandlerBuilder ForOperators(this RouteHandlerBuilder endpoint) => endpoint.RequireAuthorization(Policies.Operate);
}
