using System.Security.Claims;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CouponAdmin.Web.Accounts;

/// <summary>Writes the session cookie, and the member's pass with it: a pass is bound to the text of its session cookie, which is known here first.</summary>
/// <remarks>A session that is renewed without having been checked gets none, so that a pass never outlives the check that it stands for.</remarks>
internal sealed class PassGivingCookies(MemberPasses passes) : ICookieManager, IPostConfigureOptions<CookieAuthenticationOptions>
{
    private static readonly object Checked = new();
    private readonly ChunkingCookieManager _cookies = new();

    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        if (name == IdentityConstants.ApplicationScheme)
        {
            options.CookieManager = this;
            options.Events.OnSigningIn = context =>
            {
                NoteChecked(context.HttpContext, context.Principal);
                return Task.CompletedTask;
            };
        }
    }

    /// <summary>Notes who was signed in, or checked against the database, in this request. Staff get no pass: what they may do is looked up every few seconds.</summary>
    public static void NoteChecked(HttpContext context, ClaimsPrincipal? person) =>
        context.Items[Checked] = person is not null && !IsStaff(person) ? person : null;

    /// <summary>Whether this person has a role beyond a member's.</summary>
    public static bool IsStaff(ClaimsPrincipal person) => person.Claims.Any(c => c.Type == Principals.RoleClaim && c.Value != Roles.Member);

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, key);

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        _cookies.AppendResponseCookie(context, key, value, options);
        if (context.Items[Checked] is ClaimsPrincipal person && value is not null)
        {
            passes.Give(context, person, value);
        }
        else
        {
            passes.Take(context);
        }
    }

    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
    {
        _cookies.DeleteCookie(context, key, options);
        passes.Take(context);
    }
}
