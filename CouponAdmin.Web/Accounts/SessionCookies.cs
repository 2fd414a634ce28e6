using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace CouponAdmin.Web.Accounts;

/// <summary>The cookies that say who somebody is, and that a form is ours.</summary>
/// <remarks>
/// Outside Development they are <c>__Host-</c> cookies (RFC 6265bis, section 4.1.3.2): Secure, of this host alone, for every path, so that no neighbour
/// under the same domain can plant one. Development serves plain http on loopback, where a browser would drop them.
/// </remarks>
internal sealed class SessionCookies(IHostEnvironment host) : IPostConfigureOptions<CookieAuthenticationOptions>, IConfigureOptions<AntiforgeryOptions>
{
    public const string Name = "coupon-admin";
    private const string FormName = "coupon-admin-form";
    private const string HostPrefix = "__Host-";

    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        string own = name == Microsoft.AspNetCore.Identity.IdentityConstants.ApplicationScheme ? Name : $"{Name}-{name?.ToLowerInvariant()}";
        Apply(options.Cookie, own, SameSiteMode.Lax);
    }

    public void Configure(AntiforgeryOptions options)
    {
        options.Cookie = new FormCookie { IsEssential = true };
        Apply(options.Cookie, FormName, SameSiteMode.Strict);
        if (!host.IsDevelopment())
        {
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            ((FormCookie)options.Cookie).IsAlwaysSecure = true;
        }
    }

    /// <summary>The session's.</summary>
    public CookieBuilder Session => Safe(Name);

    /// <summary>A cookie of our own with a name and the same safeguards.</summary>
    public CookieBuilder Named(string name) => Safe($"{Name}-{name}");

    private CookieBuilder Safe(string name)
    {
        CookieBuilder cookie = new() { IsEssential = true };
        Apply(cookie, name, SameSiteMode.Lax);
        return cookie;
    }

    private void Apply(CookieBuilder cookie, string name, SameSiteMode sameSite)
    {
        bool isSecure = !host.IsDevelopment();
        cookie.Name = isSecure ? HostPrefix + name : name;
        cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.HttpOnly = true;
        cookie.SameSite = sameSite;
        cookie.Path = "/";
        cookie.Domain = null;
    }

    /// <summary>Secure whatever the request came by. With the policy for that the framework throws on a request by http, and browsers do keep such a cookie from http://localhost.</summary>
    private sealed class FormCookie : CookieBuilder
    {
        public bool IsAlwaysSecure { get; set; }

        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            CookieOptions options = base.Build(context, expiresFrom);
            options.Secure |= IsAlwaysSecure;
            return options;
        }
    }
}
