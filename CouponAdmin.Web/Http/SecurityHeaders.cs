using System.Security.Cryptography;

namespace CouponAdmin.Web.Http;

/// <summary>What browsers may do with each face of the product. A page that needs more than this is a mistake in the page.</summary>
/// <remarks>
/// Members' pages, and everything that isn't named here: no script, style or address but our own, nothing inline.
/// The console: MudBlazor writes style attributes and elements; Blazor's import map stands inline and carries the request's nonce.
/// <c>'self'</c> in connect-src covers the circuit's web socket too (CSP level 3, section 6.7.2.8).
/// </remarks>
internal static class SecurityHeaders
{
    private const string InNoFrame = "frame-ancestors 'none'";
    private const string Everywhere = "img-src 'self' data:; connect-src 'self'; form-action 'self'; " + InNoFrame;

    /// <summary>Static pages for members, the interface's answers, files.</summary>
    private const string ForMembers = $"default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; {Everywhere}";

    /// <summary>The reader of the interface's description brings an inline start script, which takes no nonce, and styles of its own.</summary>
    private const string ForReference =
        $"default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; base-uri 'none'; {Everywhere}";

    private const string Features =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    /// <summary>The counter reads codes with the camera.</summary>
    private static readonly string FeaturesOfTill = Features.Replace("camera=()", "camera=(self)", StringComparison.Ordinal);

    /// <summary>A year, as the lists of sites that browsers know by heart ask for. Subdomains are their owner's to decide.</summary>
    private const string OnlyByTls = "max-age=31536000";

    private const string EventStream = "text/event-stream";
    private const string ReferencePage = "/api";

    /// <summary>The only pages that the settings can open to frames of other sites.</summary>
    private const string ClaimPages = "/c";

    private const int NonceBytes = 16;
    private static readonly object NonceKey = new();

    /// <summary>Stands first, and writes when the answer starts: an error page, a cached page and the framework's own header all get ours.</summary>
    /// <remarks>The framework's own HSTS writes before the answer is made, and an error takes it away again.</remarks>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, bool asksForTls)
    {
        string? framed = FramedPolicy(app.ApplicationServices.GetRequiredService<ShopPages>().FrameAncestors);
        Func<object, Task> write = state => WriteAsync((HttpContext)state, asksForTls, framed);
        return app.Use((context, next) =>
        {
            context.Response.OnStarting(write, context);
            return next(context);
        });
    }

    private static Task WriteAsync(HttpContext context, bool asksForTls, string? framed)
    {
        IHeaderDictionary headers = context.Response.Headers;
        if (asksForTls && context.Request.IsHttps && context.Request.Host.Host is not "localhost")
        {
            headers.StrictTransportSecurity = OnlyByTls;
        }

        bool isFramed = framed is not null && context.Request.Path.StartsWithSegments(ClaimPages, StringComparison.OrdinalIgnoreCase);
        headers.ContentSecurityPolicy = isFramed ? framed : PolicyOf(context);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = context.Request.Path.Equals(Routes.Till, StringComparison.OrdinalIgnoreCase) ? FeaturesOfTill : Features;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // For readers that know no frame-ancestors. It has no word for one site more, so it is left out where the policy names some.
        if (!isFramed)
        {
            headers.XFrameOptions = "DENY";
        }

        // A stream that a proxy collects or compresses arrives too late: nginx obeys the first, caches on the way the second.
        if (context.Response.ContentType?.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase) == true)
        {
            headers["X-Accel-Buffering"] = "no";
            headers.CacheControl = "no-store, no-transform";
        }

        // What doesn't say how long it may be kept is somebody's own: no cache on the way keeps it.
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    /// <summary>The mark that an inline script of this answer must carry; made on first use.</summary>
    public static string NonceOf(HttpContext context)
    {
        if (context.Items[NonceKey] is not string nonce)
        {
            nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
            context.Items[NonceKey] = nonce;
        }

        return nonce;
    }

    private static string? FramedPolicy(IReadOnlyList<string> ancestors) => ancestors.Count == 0
        ? null
        : ForMembers.Replace(InNoFrame, $"frame-ancestors {string.Join(' ', ancestors)}", StringComparison.Ordinal);

    private static string PolicyOf(HttpContext context)
    {
        PathString path = context.Request.Path;
        if (path.StartsWithSegments(Routes.Console, StringComparison.OrdinalIgnoreCase))
        {
            return $"default-src 'none'; script-src 'self' 'nonce-{NonceOf(context)}'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; base-uri 'self'; {Everywhere}";
        }

        bool isReference = path.StartsWithSegments(ReferencePage, StringComparison.OrdinalIgnoreCase)
            && !path.StartsWithSegments(Routes.Api, StringComparison.OrdinalIgnoreCase);
        return isReference ? ForReference : ForMembers;
    }
}
