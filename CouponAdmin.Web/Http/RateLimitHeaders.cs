using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace CouponAdmin.Web.Http;

/// <summary>The <c>RateLimit-*</c> fields of draft-ietf-httpapi-ratelimit-headers-06: a program sees a limit before it is turned away.</summary>
/// <remarks>Where two limits counted a request, the answer tells of the one that is nearer to its end.</remarks>
internal static class RateLimitHeaders
{
    public const string Limit = "RateLimit-Limit";
    public const string Remaining = "RateLimit-Remaining";
    public const string Reset = "RateLimit-Reset";
    public const string Policy = "RateLimit-Policy";

    /// <summary>Every limit counts by the second.</summary>
    private const string Window = "1";

    public static readonly IReadOnlyList<(string Name, string Meaning)> All =
    [
        (Limit, "Requests that the limit allows in its window."),
        (Remaining, "Requests that are left in the window."),
        (Reset, "Seconds until the window begins anew, at most."),
        (Policy, "The limit and its window in seconds, such as `20;w=1`."),
    ];

    /// <summary>Puts the reading on the answer when it begins, so that no cache of the server keeps it.</summary>
    public static void TellWithAnswer(HttpContext context, PaceReading reading) =>
        context.Response.OnStarting(static state =>
        {
            (HttpResponse response, PaceReading reading) = ((HttpResponse, PaceReading))state;
            Write(response.Headers, reading);
            return Task.CompletedTask;
        }, (context.Response, reading));

    private static void Write(IHeaderDictionary headers, PaceReading reading)
    {
        if (headers.TryGetValue(Remaining, out StringValues told) && int.Parse(told!, CultureInfo.InvariantCulture) <= reading.Left)
        {
            return;
        }

        string limit = reading.PerSecond.ToString(CultureInfo.InvariantCulture);
        headers[Limit] = limit;
        headers[Remaining] = reading.Left.ToString(CultureInfo.InvariantCulture);
        headers[Reset] = Window;
        headers[Policy] = $"{limit};w={Window}";
    }
}
