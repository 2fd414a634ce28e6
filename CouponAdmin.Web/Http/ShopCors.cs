using Microsoft.Net.Http.Headers;

namespace CouponAdmin.Web.Http;

/// <summary>Lets pages of the shops' origins read the answers of a member's three addresses, and of no other (WHATWG Fetch, section 3.3).</summary>
/// <remarks>
/// Never with credentials: from another origin a member is known by a claim session's token, and cookies say nothing.
/// It stands before the lane of claims, and so goes by the path. A test holds the paths against the endpoints that are <see cref="OpenToShops"/>.
/// </remarks>
internal static class ShopCors
{
    private const string Before = Routes.Api + "/campaigns/";

    /// <summary>How long a browser remembers that it may ask: ten minutes, and in a rush one request less a claim.</summary>
    private const string KeptForSeconds = "600";

    private const string RequestHeaders = "Authorization, Content-Type, Claim-Challenge";

    /// <summary>Beside those that every page may read.</summary>
    private const string AnswerHeaders = "Retry-After, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy";

    public static IApplicationBuilder UseShopCors(this IApplicationBuilder app)
    {
        ShopPages shops = app.ApplicationServices.GetRequiredService<ShopPages>();
        return shops.Origins.Count == 0 ? app : app.Use((context, next) => MethodAt(context.Request.Path.Value ?? "") is { } method
            ? AnswerAsync(context, next, shops, method)
            : next(context));
    }

    /// <summary>The method by which shops' pages ask at this path; null: they don't.</summary>
    internal static string? MethodAt(string path)
    {
        if (!path.StartsWith(Before, StringComparison.OrdinalIgnoreCase) || path.IndexOf('/', Before.Length) is var slash && slash <= Before.Length)
        {
            return null;
        }

        return path[slash..].ToLowerInvariant() switch
        {
            "/claims" => HttpMethods.Post,
            "/claims/me" or "/claims/me/events" => HttpMethods.Get,
            _ => null,
        };
    }

    private static Task AnswerAsync(HttpContext context, RequestDelegate next, ShopPages shops, string method)
    {
        string? origin = context.Request.Headers.Origin is [{ } one] && shops.Has(one) ? one : null;

        // When the answer starts: an error takes away what was written before.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
            if (origin is not null)
            {
                context.Response.Headers.AccessControlAllowOrigin = origin;
                context.Response.Headers.AccessControlExposeHeaders = AnswerHeaders;
            }

            return Task.CompletedTask;
        });
        if (origin is null || !HttpMethods.IsOptions(context.Request.Method) || context.Request.Headers.AccessControlRequestMethod.Count == 0)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.AccessControlAllowMethods = method;
        context.Response.Headers.AccessControlAllowHeaders = RequestHeaders;
        context.Response.Headers.AccessControlMaxAge = KeptForSeconds;
        return Task.CompletedTask;
    }
}
