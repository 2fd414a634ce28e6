namespace CouponAdmin.Web.Shared;

/// <summary>Whether a form was posted from a page of this site. Protects forms of pages that are cached for everyone and so carry no token.</summary>
/// <remarks>Beside it stand SameSite=Lax cookies. Browsers send <c>Sec-Fetch-Site</c> to trustworthy addresses and <c>Origin</c> with every form post;
/// a page can forge neither. With neither header it isn't a browser's form post, and it is refused.</remarks>
public static class SameOrigin
{
    public static bool IsFormPost(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (!string.IsNullOrEmpty(site))
        {
            // "none" is the user's own doing, such as repeating the post from the address bar.
            return site is "same-origin" or "none";
        }

        return string.Equals(request.Headers.Origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
