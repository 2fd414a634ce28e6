using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts.Outside;

/// <summary>The way to the authority and back. Without <c>Oidc:ClientId</c> both addresses lead to the sign-in page.</summary>
internal static class OutsideEndpoints
{
    public static void MapOutsideSignIn(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder group = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();

        // A link, not a form: form-action 'self' would stop a form whose answer leads to another site.
        group.MapGet(Routes.OutsideSignIn, (string? returnUrl, OidcOptions options) => options.TakesPeople
            ? Results.Challenge(new AuthenticationProperties { RedirectUri = Back(returnUrl) }, [OutsidePeople.Scheme])
            : Results.LocalRedirect(Routes.SignIn));
        group.MapGet(Routes.OutsideDone, DoneAsync);
    }

    private static async Task<IResult> DoneAsync(string? returnUrl, HttpContext context, OutsideDoor door, OidcOptions options)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!options.TakesPeople || (await context.AuthenticateAsync(IdentityConstants.ExternalScheme)).Principal is not { } person)
        {
            return TypedResults.LocalRedirect(Routes.SignInFailed);
        }

        await context.SignOutAsync(IdentityConstants.ExternalScheme);
        return TypedResults.LocalRedirect(await door.SignInAsync(person, context.RequestAborted) ? LocalAddress.OrHome(returnUrl) : Routes.SignInFailed);
    }

    private static string Back(string? returnUrl) => $"{Routes.OutsideDone}?returnUrl={Uri.EscapeDataString(LocalAddress.OrHome(returnUrl))}";
}
