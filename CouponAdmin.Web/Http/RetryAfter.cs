using System.Globalization;

namespace CouponAdmin.Web.Http;

/// <summary>Every 429 and 503 of the interface says when to come back.</summary>
internal static class RetryAfter
{
    public static IApplicationBuilder UseRetryAfter(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable
                && !context.Response.Headers.ContainsKey("Retry-After"))
            {
                context.Response.Headers.RetryAfter = Problems.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            }

            return Task.CompletedTask;
        });
        return next(context);
    });
}
