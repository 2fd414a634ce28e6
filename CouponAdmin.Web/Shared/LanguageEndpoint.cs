using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace CouponAdmin.Web.Shared;

/// <summary>Remembers the reader's language in the culture cookie and goes back to where they were.</summary>
public static class LanguageEndpoint
{
    public static void MapLanguage(this IEndpointRouteBuilder app) => app.MapGet(Routes.Language, Handle).AllowAnonymous().ExcludeFromDescription();

    private static RedirectHttpResult Handle(HttpContext context, string? to, string? returnUrl)
    {
        string language = to == Say.Korean ? Say.Korean : Say.English;
        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365), HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/",
            });
        context.Response.Headers.CacheControl = "no-store";

        // A search may hold Korean letters; a header holds ASCII alone.
        return TypedResults.LocalRedirect(UriHelper.Encode(new Uri(LocalAddress.OrHome(returnUrl), UriKind.Relative)));
    }
}
