using System.Text;
using Microsoft.Extensions.Primitives;

namespace CouponAdmin.Web.Http;

/// <summary>Requests that HTTP allows and no page can answer: without a host, OPTIONS, headers beyond the limit. Each is told so instead of breaking a page.</summary>
internal static class OddRequests
{
    /// <summary>Probes of load balancers speak HTTP/1.0 without a host, and these addresses need none.</summary>
    private static readonly PathString[] WithoutHost = ["/health", "/metrics"];

    /// <summary>A name, a colon, a blank, a value and a line end.</summary>
    private const int BytesBesideText = 4;

    public static IApplicationBuilder UseOddRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        HttpRequest request = context.Request;
        if (!request.Host.HasValue && !Array.Exists(WithoutHost, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            return Problems.Make(StatusCodes.Status400BadRequest, "no-host", "Send a Host header: addresses in the answer are made from it.").ExecuteAsync(context);
        }

        if (HttpMethods.IsOptions(request.Method) && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            // "OPTIONS *" has no path at all, which no page could draw.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers.Allow = "GET, HEAD, OPTIONS";
            return Task.CompletedTask;
        }

        return next(context);
    });

    /// <summary>Behind the lane of plain claims, which the server's own limit is enough for.</summary>
    public static IApplicationBuilder UseHeaderLimits(this IApplicationBuilder app, ConnectionLimitsOptions limits) => app.Use((context, next) =>
        IsTooMuch(context.Request.Headers, limits)
            ? Problems.Make(
                StatusCodes.Status431RequestHeaderFieldsTooLarge, "headers-too-large",
                $"The request has more than {limits.HeaderCount} headers, or more than {limits.HeaderBytes} bytes of them.").ExecuteAsync(context)
            : next(context));

    private static bool IsTooMuch(IHeaderDictionary headers, ConnectionLimitsOptions limits)
    {
        int count = 0;
        int bytes = 0;
        foreach ((string name, StringValues values) in headers)
        {
            foreach (string? value in values)
            {
                count++;
                bytes += name.Length + Encoding.UTF8.GetByteCount(value ?? "") + BytesBesideText;
            }
        }

        return count > limits.HeaderCount || bytes > limits.HeaderBytes;
    }
}
