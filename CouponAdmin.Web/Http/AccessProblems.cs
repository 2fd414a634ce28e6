using CouponAdmin.Core.ApiClients;
using Microsoft.Net.Http.Headers;

namespace CouponAdmin.Web.Http;

/// <summary>Whoever the interface does not let in hears it as every other refusal: as problem details, never as the way to a sign-in page.</summary>
internal static class AccessProblems
{
    public static IApplicationBuilder UseAccessProblems(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal), branch => branch.Use(AnswerAsync));

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        HttpResponse response = context.Response;
        if (response.HasStarted)
        {
            return;
        }

        if (response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            // The cookie scheme points at its page and knows no challenge; programs are asked for a token (RFC 9110, section 15.5.2).
            response.Headers.Remove(HeaderNames.Location);
            if (response.Headers.WWWAuthenticate.Count == 0)
            {
                response.Headers.WWWAuthenticate = "Bearer";
            }

            await Problems.Make(StatusCodes.Status401Unauthorized, "unauthorized", "Sign in, or send a valid bearer token.").ExecuteAsync(context);
        }
        else if (response.StatusCode == StatusCodes.Status403Forbidden)
        {
            response.Headers.Remove(HeaderNames.Location);
            if (context.User.IsClient())
            {
                await OutOfScopeAsync(context);
                return;
            }

            await Problems.Make(
                StatusCodes.Status403Forbidden, "forbidden",
                context.User.SessionCampaignOf() is { } campaign ? $"This claim session is for claims in '{campaign}' alone." : "Your role doesn't allow this.").ExecuteAsync(context);
        }
        else if (response.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // The framework stops reading and says the number alone.
            await Problems.Make(StatusCodes.Status413PayloadTooLarge, "too-large", "The request's body is larger than any that this address takes.").ExecuteAsync(context);
        }
    }

    /// <summary>A client hears which scope it lacks (RFC 6750, section 3.1).</summary>
    private static Task OutOfScopeAsync(HttpContext context)
    {
        string? scope = Rights.ScopeOf(context) is { } needed ? ApiScopes.NameOf(needed) : null;
        context.Response.Headers.WWWAuthenticate = scope is null ? "Bearer error=\"insufficient_scope\"" : $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"";
        return Problems.Make(
            StatusCodes.Status403Forbidden, "insufficient-scope",
            scope is null ? "No scope opens this address to API clients." : $"This needs the scope {scope}, which the token doesn't have.").ExecuteAsync(context);
    }
}
