using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts.Passkeys;

/// <summary>What the browser must be told before it makes or shows a passkey. The challenge travels in a protected cookie, so no instance remembers it.</summary>
internal static class PasskeyEndpoints
{
    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder group = app.MapGroup("").AllowAnonymous().ExcludeFromDescription().DisableAntiforgery().AddEndpointFilter<SameOriginWrites>();
        group.MapPost(Routes.PasskeyToSignIn, ToSignInAsync);
        group.MapPost(Routes.PasskeyToMake, ToMakeAsync);
    }

    // Without a name: the browser shows the keys that it has for this site, and nobody learns which accounts exist.
    private static async Task<ContentHttpResult> ToSignInAsync(SignInManager<Account> door) =>
        TypedResults.Text(await door.MakePasskeyRequestOptionsAsync(user: null), "application/json");

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ToMakeAsync(HttpContext context, SignInManager<Account> door)
    {
        if (await door.UserManager.GetUserAsync(context.User) is { } account)
        {
            return await OptionsAsync(door, account.Id, account.Email ?? account.Id, account.DisplayName);
        }

        string email = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))["email"].ToString().Trim() : "";
        return EmailRules.IsEmail(email)
            ? await OptionsAsync(door, Guid.NewGuid().ToString(), email, email)
            : Problems.Make(StatusCodes.Status400BadRequest, "invalid-input", Say.In("이메일 주소를 다시 확인하십시오.", "Please check the email address."));
    }

    private static async Task<ContentHttpResult> OptionsAsync(SignInManager<Account> door, string id, string name, string displayName) =>
        TypedResults.Text(
            await door.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = id, Name = name, DisplayName = displayName }), "application/json");
}
