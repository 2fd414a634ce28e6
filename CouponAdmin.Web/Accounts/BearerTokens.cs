using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CouponAdmin.Web.Accounts;

/// <summary>How programs' tokens are judged: HS256 with our key, our issuer, our audience, and nothing else.</summary>
internal sealed class BearerTokens(SigningKey key, RevokedApiClients revoked) : IConfigureNamedOptions<JwtBearerOptions>
{
    public const string Issuer = "coupon-admin";
    public const string Audience = "coupon-admin";
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name != JwtBearerDefaults.AuthenticationScheme)
        {
            return;
        }

        options.MapInboundClaims = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKeys = [.. new[] { key.Value, key.Previous }.OfType<byte[]>().Select(bytes => new SymmetricSecurityKey(bytes))],
            ClockSkew = ClockSkew,
            NameClaimType = Principals.NameClaim,
            RoleClaimType = Principals.RoleClaim,
            RequireExpirationTime = true,
        };
        options.Events = new JwtBearerEvents { OnTokenValidated = JudgeClientAsync };
    }

    // Signed and of this moment; what is left is the client behind it.
    private Task JudgeClientAsync(TokenValidatedContext context)
    {
        if ((context.Principal?.ClientOf() ?? context.Principal?.FindFirstValue(Principals.PartyClaim)) is { } client)
        {
            if (revoked.Has(client))
            {
                context.Fail("The API client behind this token is revoked.");
            }
            else if (!context.Request.Path.StartsWithSegments(Routes.Api, StringComparison.OrdinalIgnoreCase))
            {
                // Such tokens are for the interface. On a page they are nobody's: no account is looked after with them.
                context.NoResult();
            }
        }

        return Task.CompletedTask;
    }

    public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);
}
