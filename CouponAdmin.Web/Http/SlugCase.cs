namespace CouponAdmin.Web.Http;

/// <summary>Campaigns' addresses are taken in any case, as people type them from a poster. Slugs themselves are in lower case.</summary>
/// <remarks>One rule: a look at a page is sent on to the right address, everything else is answered where it was asked.</remarks>
internal static class SlugCase
{
    private static readonly string[] Before = ["/c/", $"{Routes.ConsoleCampaigns}/", $"{Routes.Api}/campaigns/", $"{Routes.Api}/admin/campaigns/"];

    /// <summary>Stands before everything that reads the path.</summary>
    public static IApplicationBuilder UseSlugCase(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        HttpRequest request = context.Request;
        if (InLowerCase(request.Path.Value ?? "") is not { } right)
        {
            return next(context);
        }

        if (HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments(Routes.Api, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Redirect($"{request.PathBase}{new PathString(right).ToUriComponent()}{request.QueryString}", permanent: true);
            return Task.CompletedTask;
        }

        // Not by the conversion from a string: that would decode the path a second time.
        request.Path = new PathString(right);
        return next(context);
    });

    /// <summary>The path with its slug in lower case; null when it names no campaign, or is right already.</summary>
    internal static string? InLowerCase(string path)
    {
        if (Array.Find(Before, start => path.StartsWith(start, StringComparison.OrdinalIgnoreCase)) is not { } before)
        {
            return null;
        }

        int end = path.IndexOf('/', before.Length) is var slash and >= 0 ? slash : path.Length;
        ReadOnlySpan<char> slug = path.AsSpan(before.Length, end - before.Length);
        return slug.ContainsAnyInRange('A', 'Z') ? string.Concat(path.AsSpan(0, before.Length), slug.ToString().ToLowerInvariant(), path.AsSpan(end)) : null;
    }
}
