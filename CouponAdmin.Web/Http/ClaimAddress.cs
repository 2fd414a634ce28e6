namespace CouponAdmin.Web.Http;

/// <summary>The addresses of a member's two questions, told before routing.</summary>
internal static class ClaimAddress
{
    private const string Before = Routes.Api + "/campaigns/";
    private const string Claim = "/claims";
    private const string Mine = "/claims/me";

    /// <summary>The campaign that this request claims a coupon of; null when it is no claim.</summary>
    public static string? ClaimedBy(HttpRequest request) => HttpMethods.IsPost(request.Method) ? SlugBefore(request, Claim) : null;

    /// <summary>The campaign in which this request asks for the member's own claim; null when it doesn't.</summary>
    public static string? LookedAtBy(HttpRequest request) => HttpMethods.IsGet(request.Method) ? SlugBefore(request, Mine) : null;

    /// <summary>Claims that go the framework's way pass only the steps that they need.</summary>
    /// <remarks>Their answers are one language's, their address stands in no audit, and they open no circuit.</remarks>
    public static IApplicationBuilder UseForAllButClaims(this IApplicationBuilder app, Action<IApplicationBuilder> steps) =>
        app.UseWhen(context => ClaimedBy(context.Request) is null, steps);

    private static string? SlugBefore(HttpRequest request, string end) =>
        request.Path.Value is { } path
        && path.Length > Before.Length + end.Length
        && path.StartsWith(Before, StringComparison.OrdinalIgnoreCase)
        && path.EndsWith(end, StringComparison.OrdinalIgnoreCase)
        && path[Before.Length..^end.Length] is var slug && !slug.Contains('/', StringComparison.Ordinal)
            ? slug
            : null;
}
