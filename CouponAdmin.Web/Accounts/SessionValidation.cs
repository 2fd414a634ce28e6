using System.Security.Claims;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CouponAdmin.Web.Accounts;

/// <summary>Looks up now and then whether a session is still good: staff often, members seldom, and a claim never.</summary>
/// <remarks>The look is a question to the database. In the rush there are tens of thousands of members and no claim may wait for it; staff are few and can do harm.</remarks>
internal sealed class SessionValidation(IOptions<SecurityStampValidatorOptions> options, SignInManager<Account> door, VouchedTime vouched, ILoggerFactory loggers, TimeProvider time)
    : SecurityStampValidator<Account>(options, door, loggers)
{
    /// <summary>How soon a disabled operator's session ends at the latest.</summary>
    public static readonly TimeSpan StaffEvery = TimeSpan.FromSeconds(5);

    /// <summary>The framework's own value.</summary>
    public static readonly TimeSpan MembersEvery = TimeSpan.FromMinutes(30);

    public override Task ValidateAsync(CookieValidatePrincipalContext context) =>
        context.Principal?.IsVouchedFor() == true ? ValidateHandedOverAsync(context, context.Principal)
        : IsDue(context) ? base.ValidateAsync(context)
        : Task.CompletedTask;

    // There is no account behind it: it lasts as long as its time and its client do, and both are known without a question.
    private Task ValidateHandedOverAsync(CookieValidatePrincipalContext context, ClaimsPrincipal person)
    {
        if (!vouched.IsOver(person))
        {
            return Task.CompletedTask;
        }

        context.RejectPrincipal();
        return context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private bool IsDue(CookieValidatePrincipalContext context)
    {
        bool isStaff = context.Principal is { } person && PassGivingCookies.IsStaff(person);
        bool isOld = context.Properties.IssuedUtc is not { } issued || time.GetUtcNow() - issued > MembersEvery;
        return isStaff || (isOld && !IsClaim(context.HttpContext));
    }

    protected override async Task SecurityStampVerified(Account user, CookieValidatePrincipalContext context)
    {
        await base.SecurityStampVerified(user, context);
        PassGivingCookies.NoteChecked(context.HttpContext, context.Principal);
    }

    private static bool IsClaim(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<TakesClaims>() is not null;
}
