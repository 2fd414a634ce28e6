using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts;

/// <summary><c>POST /sign-out</c>. Protected by the origin of the form, so that the button may stand on any page.</summary>
public static class SignOutEndpoint
{
    public static void MapSignOut(this IEndpointRouteBuilder app) => app.MapPost(Routes.SignOut, HandleAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(HttpContext context, SignInManager<Account> door)
    {
        if (!SameOrigin.IsFormPost(context.Request))
        {
            return TypedResults.Problem(
                "The form was not posted from this site.", statusCode: StatusCodes.Status403Forbidden, extensions: [new("code", "foreign-origin")]);
        }

        await door.SignOutAsync();
        return TypedResults.LocalRedirect(Routes.Home);
    }
}
