using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;

namespace CouponAdmin.Web.Http;

/// <summary>How many circuits are open on this instance.</summary>
internal sealed class OpenCircuits
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts one for as long as its request lasts.</summary>
    public async Task DuringAsync(Func<Task> circuit)
    {
        Interlocked.Increment(ref _count);
        try
        {
            await circuit();
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }
}

/// <summary>Who may open a console's circuit: from our own pages only, and not without end. A live page holds the better part of a megabyte.</summary>
internal static class CircuitDoor
{
    /// <summary>Circuits of one person at a time: tabs of a long day, not a script's.</summary>
    public const int CircuitsPerPersonMax = 20;

    private const string Hub = "/_blazor";

    public static IApplicationBuilder UseCircuitDoor(this IApplicationBuilder app)
    {
        PartitionedRateLimiter<HttpContext> circuits = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetConcurrencyLimiter(PersonOf(context), _ => new ConcurrencyLimiterOptions { PermitLimit = CircuitsPerPersonMax }));
        OpenCircuits open = app.ApplicationServices.GetRequiredService<OpenCircuits>();
        return app.Use(async (context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments(Hub, StringComparison.Ordinal))
            {
                await next(context);
                return;
            }

            if (!IsOurPage(context.Request))
            {
                await Problems.Make(StatusCodes.Status403Forbidden, "foreign-origin", "A circuit is opened by a page of this site.").ExecuteAsync(context);
                return;
            }

            // A circuit is one web socket, which lasts as long as its request. What asks without being one is told what a web socket would have been told.
            bool isHub = context.Request.Path.Equals(Hub, StringComparison.Ordinal);
            using RateLimitLease? lease = isHub ? circuits.AttemptAcquire(context) : null;
            if (lease is { IsAcquired: false })
            {
                await Problems.Make(
                    StatusCodes.Status429TooManyRequests, "too-many-circuits", $"More than {CircuitsPerPersonMax} console pages are open; close some.").ExecuteAsync(context);
                return;
            }

            if (isHub && !IsWebSocket(context))
            {
                await UpgradeRequired.ExecuteAsync(context);
                return;
            }

            await (isHub ? open.DuringAsync(() => next(context)) : next(context));
        });
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult UpgradeRequired => Problems.Make(
        StatusCodes.Status426UpgradeRequired, "upgrade-required", "A circuit is a web socket. A proxy on the way must pass on the headers Upgrade and Connection.");

    // Asked of the request itself: the middleware that the framework asks stands behind this one. By HTTP/1.1 an upgrade, by HTTP/2 an extended CONNECT.
    private static bool IsWebSocket(HttpContext context) =>
        string.Equals(context.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase)
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    // A browser sends Origin with every web socket; a page can't forge it.
    private static bool IsOurPage(HttpRequest request) =>
        request.Headers.Origin is not [{ Length: > 0 } origin] || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static string PersonOf(HttpContext context) =>
        context.User.FindFirstValue(Principals.SubjectClaim) ?? context.Connection.RemoteIpAddress?.ToString() ?? "";
}
