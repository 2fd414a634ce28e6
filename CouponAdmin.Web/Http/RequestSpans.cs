using System.Diagnostics;

namespace CouponAdmin.Web.Http;

/// <summary>Writes the route into the request's span, which the framework leaves out; a span without it would be one of a thousand called GET.</summary>
internal static class RequestSpans
{
    private const string Route = "http.route";

    /// <summary>Behind routing. Costs a look where nobody traces.</summary>
    public static IApplicationBuilder UseRequestSpans(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (Activity.Current is { Recorded: true } span && context.GetEndpoint() is RouteEndpoint endpoint)
        {
            span.SetTag(Route, endpoint.RoutePattern.RawText);
        }

        return next(context);
    });
}
