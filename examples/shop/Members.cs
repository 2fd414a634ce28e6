namespace Shop;

/// <summary>Who is signed in at the shop.</summary>
internal static class Members
{
    public const string Cookie = "shop-member";

    public static string? Of(HttpRequest request) => request.Cookies[Cookie] is { Length: > 0 } member ? member : null;
}
