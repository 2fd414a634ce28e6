using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts;

/// <summary><c>POST /sign-out</c>: ends every session of the account, with its open circuits, so that no copy of a cookie goes on. Protected by the origin of the form, so that the button may stand on any page.</summary>
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

        Account? account = await AccountOfAsync(context, door);
        await door.SignOutAsync();
        if (account is not null)
        {
            await door.UserManager.UpdateSecurityStampAsync(account);
        }

        return TypedResults.LocalRedirect(Routes.Home);
    }

    // A database that is away must not keep anybody signed in here: the other sessions then go on until they end by themselves.
    private static async Task<Account?> AccountOfAsync(HttpContext context, SignInManager<Account> door)
    {
        try
        {
            return await door.UserManager.GetUserAsync(context.User);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return null;
        }
    }
}
