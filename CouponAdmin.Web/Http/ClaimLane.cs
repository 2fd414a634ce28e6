namespace CouponAdmin.Web.Http;

/// <summary>The way of a program's or a page's claim through the steps that every request passes: only those that a claim needs.</summary>
/// <remarks>Its answers are one language's, its address stands in no audit, and it opens no circuit: what is left out there is paid back with every claim of a rush.</remarks>
internal static class ClaimLane
{
    private const string Before = Routes.Api + "/campaigns/";
    private const string Behind = "/claims";

    public static IApplicationBuilder UseForAllButClaims(this IApplicationBuilder app, Action<IApplicationBuilder> steps) =>
        app.UseWhen(context => !IsClaim(context.Request), steps);

    private static bool IsClaim(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.Path.Value is { } path
        && path.StartsWith(Before, StringComparison.OrdinalIgnoreCase)
        && path.EndsWith(Behind, StringComparison.OrdinalIgnoreCase);
}
