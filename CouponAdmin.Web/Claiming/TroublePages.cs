using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Claiming;

/// <summary>A failure told to a person: programs get problem details, a browser that asked for a page gets one.</summary>
internal sealed class TroublePages(StaticFileNames files)
{
    /// <summary>Whether the request is a browser's look at a page.</summary>
    public static bool IsFor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    public IResult Of(HttpContext context, int status)
    {
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<TroublePage>(new { Status = status, Here = $"{context.Request.Path}{context.Request.QueryString}", Files = files.All })
        {
            StatusCode = status,
        };
    }
}
