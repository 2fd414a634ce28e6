using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing.Template;

namespace CouponAdmin.Web.Http;

/// <summary>
/// What the interface answers where no endpoint fits: 405 with <c>Allow</c> for a known address and another method (RFC 9110, section 15.5.6),
/// 415 for a body that is no JSON, else 404.
/// </summary>
internal sealed class UnknownAddress(EndpointDataSource endpoints)
{
    private readonly Lazy<(TemplateMatcher Path, IReadOnlyList<string> Methods)[]> _known = new(() => [.. Known(endpoints)]);

    public ProblemHttpResult Of(HttpContext context)
    {
        string[] methods = [.. _known.Value.Where(known => known.Path.TryMatch(context.Request.Path, [])).SelectMany(known => known.Methods).Distinct(StringComparer.Ordinal)];

        if (methods.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase) && context.Request is { ContentType: not null } && !context.Request.HasJsonContentType())
        {
            return Problems.NoJson();
        }

        // The method itself among them: a value in the path was not what the address asks for, such as a word for a number.
        if (methods.Length == 0 || methods.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            return Problems.Make(StatusCodes.Status404NotFound, "unknown-address", "There is nothing at this address.");
        }

        string[] allowed = methods.Contains(HttpMethods.Get, StringComparer.OrdinalIgnoreCase) ? [.. methods, HttpMethods.Head] : methods;
        context.Response.Headers.Allow = string.Join(", ", allowed);
        return Problems.Make(StatusCodes.Status405MethodNotAllowed, "method-not-allowed", "This address takes other methods; see Allow.");
    }

    private static IEnumerable<(TemplateMatcher Path, IReadOnlyList<string> Methods)> Known(EndpointDataSource endpoints) =>
        from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
        let methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods
        let path = (endpoint.RoutePattern.RawText ?? "").TrimStart('/')
        where methods is { Count: > 0 } && path.StartsWith(Routes.Api.TrimStart('/'), StringComparison.Ordinal)
        select (new TemplateMatcher(TemplateParser.Parse(path), []), methods);
}
