using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>What the running program answers to, read from the program itself.</summary>
internal static partial class MappedEndpoints
{
    /// <summary>Every endpoint and page; static files are left out.</summary>
    public static IReadOnlyList<RouteEndpoint> Of(IServiceProvider services) =>
        [.. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)];

    /// <summary>Its path as docs/security.md writes it.</summary>
    public static string PathOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    /// <summary>Its path with a value in every place: the campaign's, and for the rest what names nothing.</summary>
    public static string Named(RouteEndpoint endpoint, string slug) => endpoint.RoutePattern.Parameters.Aggregate(
        Place().Replace(PathOf(endpoint), "{${name}}"), (path, place) => path.Replace($"{{{place.Name}}}", ValueOf(place, slug), StringComparison.Ordinal));

    /// <summary>Its methods; empty: any.</summary>
    public static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    private static string ValueOf(RoutePatternParameterPart place, string slug) => place.Name.ToUpperInvariant() switch
    {
        "SLUG" => slug,
        "DOCUMENTNAME" => "v1",
        "CODE" => "0000-0000-0000-0000",
        _ => place.ParameterPolicies.Count > 0 ? "1" : "nothing",
    };

    // A place's name without its constraint and its marks.
    [GeneratedRegex("\\{\\**(?<name>[A-Za-z]+)[^}]*\\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
