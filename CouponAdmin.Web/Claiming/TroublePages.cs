using System.Text;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Diagnostics;

namespace CouponAdmin.Web.Claiming;

/// <inheritdoc/>
/// <remarks>Drawn in a scope of its own: the request's scope may be the one whose page has just failed, and a framework's page renderer draws once a scope.</remarks>
internal sealed class TroublePages(StaticFileNames files, IServiceScopeFactory scopes, ILoggerFactory loggers) : ITroublePages
{
    public bool AreFor(HttpContext context)
    {
        HttpRequest request = context.Request;
        return (HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method))
            && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && (IsPage(context) || request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));
    }

    public IResult Of(HttpContext context, int status)
    {
        bool isSent = HttpMethods.IsPost(context.Request.Method);
        bool canBeOpened = !isSent || IsPage(context) || context.Request.Path.StartsWithSegments("/c", StringComparison.OrdinalIgnoreCase);
        return new Page(this, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(TroublePage.Status)] = status,
            [nameof(TroublePage.IsSent)] = isSent,
            [nameof(TroublePage.Here)] = canBeOpened ? $"{context.Request.Path}{context.Request.QueryString}" : Routes.Home,
            [nameof(TroublePage.Files)] = files.All,
        }, status);
    }

    // An exception takes the endpoint away from the request; the feature remembers it.
    private static bool IsPage(HttpContext context) =>
        (context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint)?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    private async Task<string> DrawAsync(Dictionary<string, object?> parameters)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using HtmlRenderer renderer = new(scope.ServiceProvider, loggers);
        return await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<TroublePage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    private sealed class Page(TroublePages pages, Dictionary<string, object?> parameters, int status) : IResult, IStatusCodeHttpResult
    {
        int? IStatusCodeHttpResult.StatusCode => status;

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            byte[] body = Encoding.UTF8.GetBytes(await pages.DrawAsync(parameters));
            HttpResponse response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength = body.Length;
            response.Headers.CacheControl = "no-store";
            await response.Body.WriteAsync(body);
        }
    }
}
