using System.Globalization;

namespace CouponAdmin.Web.Http;

/// <summary>Every 429 and 503 of the interface says when to come back.</summary>
internal static class RetryAfter
{
    public static IApplicationBuilder UseRetryAfter(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(WriteAsync, context.Response);
        return next(context);
    });

    private static Task WriteAsync(object state)
    {
        HttpResponse response = (HttpResponse)state;
        if (response.StatusCode is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable && !response.Headers.ContainsKey("Retry-After"))
        {
            response.Headers.RetryAfter = Problems.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        return Task.CompletedTask;
    }
}
