using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CouponAdmin.Web.Accounts.Outside;

/// <summary>How the authority's tokens are judged: by its published keys, its name and our audience. Our own key is never tried on them, nor theirs on ours.</summary>
internal static class OutsideTokens
{
    public const string Scheme = "oidc-bearer";
    private const string Prefix = "Bearer ";
    private static readonly JsonWebTokenHandler Reader = new();

    /// <summary>Which of the two judges this request's token, by the issuer that it claims to be of: the judge then holds it to that.</summary>
    public static string SchemeOf(HttpRequest request, OidcOptions options)
    {
        string token = request.Headers.Authorization.ToString() is { } header && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : "";
        return options.TakesTokens && Reader.CanReadToken(token) && !IsOurs(token) ? Scheme : JwtBearerDefaults.AuthenticationScheme;
    }

    public static void Configure(JwtBearerOptions bearer, OidcOptions options, IHostEnvironment host)
    {
        bearer.Authority = options.Authority;
        bearer.MapInboundClaims = false;
        bearer.RequireHttpsMetadata = !host.IsDevelopment();
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = options.Audience,
            ValidAlgorithms = OutsideIdentity.Algorithms,
            ClockSkew = OutsideIdentity.ClockSkew,
            NameClaimType = Principals.NameClaim,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
        };
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                context.Principal = OutsideIdentity.PrincipalOf(options, context.Principal!, Scheme);
                if (context.Principal is null)
                {
                    context.Fail("The token's subject can't be a member.");
                }

                return Task.CompletedTask;
            },
        };
    }

    private static bool IsOurs(string token)
    {
        try
        {
            return Reader.ReadJsonWebToken(token).Issuer == BearerTokens.Issuer;
        }
        catch (ArgumentException)
        {
            // Three parts that hold no JSON: our own judge refuses it.
            return true;
        }
    }
}
