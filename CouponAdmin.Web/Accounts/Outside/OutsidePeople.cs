using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CouponAdmin.Web.Accounts.Outside;

/// <summary>How people are sent to the authority and what they must bring back: the code flow with PKCE (RFC 7636), state and nonce.</summary>
internal static class OutsidePeople
{
    public const string Scheme = "oidc";

    public static void Configure(OpenIdConnectOptions oidc, OidcOptions options, IHostEnvironment host)
    {
        oidc.Authority = options.Authority;
        oidc.ClientId = options.ClientId;
        oidc.ClientSecret = options.ClientSecret.Length > 0 ? options.ClientSecret : null;
        oidc.RequireHttpsMetadata = !host.IsDevelopment();
        oidc.SignInScheme = IdentityConstants.ExternalScheme;
        oidc.CallbackPath = Routes.OutsideCallback;

        // The framework's own answers to the authority's sign-out calls: nothing here uses them, so nobody reaches them.
        oidc.RemoteSignOutPath = PathString.Empty;
        oidc.ResponseType = OpenIdConnectResponseType.Code;

        // A redirect, not a foreign form's post: its cookies may stay SameSite=Lax.
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.MapInboundClaims = false;
        oidc.SaveTokens = false;
        oidc.Scope.Add("email");
        oidc.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = OutsideIdentity.Algorithms,
            ClockSkew = OutsideIdentity.ClockSkew,
            NameClaimType = Principals.NameClaim,
        };
        foreach (CookieBuilder cookie in new[] { oidc.NonceCookie, oidc.CorrelationCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = host.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        }

        // Refused or given up over there, an answer that is not to be believed, a page that stood too long: back to the sign-in page, which says so.
        oidc.Events.OnRemoteFailure = context =>
        {
            context.Response.Redirect(Routes.SignInFailed);
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }
}
