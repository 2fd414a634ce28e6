namespace CouponAdmin.Web.Http;

/// <summary>HEAD is GET without the body (RFC 9110, section 9.3.2), for every page and every address of the interface.</summary>
/// <remarks>Pages and endpoints are mapped for GET alone. They see GET here; the server remembers what was asked and sends no body.</remarks>
internal static class HeadRequests
{
    private static readonly object Key = new();

    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use(
        (context, next) => HttpMethods.IsHead(context.Request.Method) ? AnswerAsync(context, next) : next(context));

    /// <summary>Whether the request asks for the headers alone, so that a body without end must not begin.</summary>
    public static bool Is(HttpContext context) => context.Items.ContainsKey(Key);

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        context.Items[Key] = true;
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }
}
