using System.Net;
using System.Security.Claims;
using CouponAdmin.Core.Operators;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CouponAdmin.Web.Accounts;

/// <summary>Signs people in and out. An account that wrong passwords have locked is locked for strangers: a browser that was signed in to it before still gets in.</summary>
/// <remarks>Otherwise whoever knows an email could keep its owner out for as long as they like (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").</remarks>
internal sealed partial class AccountDoor(
    UserManager<Account> accounts, IHttpContextAccessor contexts, IUserClaimsPrincipalFactory<Account> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation, KnownBrowsers browsers, ILogger<AccountDoor> log)
    : SignInManager<Account>(accounts, contexts, claims, options, logger, schemes, confirmation)
{
    public override async Task SignInWithClaimsAsync(Account user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        await base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims);
        browsers.Remember(Context, user.Id);
        LogIn(log, user.Id, Context.Connection.RemoteIpAddress);
    }

    public override async Task<SignInResult> CheckPasswordSignInAsync(Account user, string password, bool lockoutOnFailure) =>
        Noted(await base.CheckPasswordSignInAsync(user, password, lockoutOnFailure), user);

    public override async Task<SignInResult> TwoFactorAuthenticatorSignInAsync(string code, bool isPersistent, bool rememberClient)
    {
        Account? user = await GetTwoFactorAuthenticationUserAsync();
        return Noted(await base.TwoFactorAuthenticatorSignInAsync(code, isPersistent, rememberClient), user);
    }

    protected override async Task<bool> IsLockedOut(Account user) => await base.IsLockedOut(user) && (user.IsDisabled || !browsers.Knows(Context, user.Id));

    private SignInResult Noted(SignInResult result, Account? user)
    {
        if (user is not null && !result.Succeeded && !result.RequiresTwoFactor)
        {
            browsers.NoteFailure(Context, user.Id);
            LogFailed(log, user.Id, result.IsLockedOut ? "locked" : result.IsNotAllowed ? "turned off" : "wrong", Context.Connection.RemoteIpAddress);
        }

        return result;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} was signed in from {Address}")]
    private static partial void LogIn(ILogger logger, string account, IPAddress? address);

    // By the id: what was typed in the wrong field may be a password.
    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in to account {Account} failed ({Why}) from {Address}")]
    private static partial void LogFailed(ILogger logger, string account, string why, IPAddress? address);
}
