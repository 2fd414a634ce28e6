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
            await Problems.Make(StatusCodes.Status403Forbidden, "forbidden", "Your role doesn't allow this.").ExecuteAsync(context);
        }
        else if (response.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // The framework stops reading and says the number alone.
            await Problems.Make(StatusCodes.Status413PayloadTooLarge, "too-large", "The request's body is larger than any that this address takes.").ExecuteAsync(context);
        }
    }
}
