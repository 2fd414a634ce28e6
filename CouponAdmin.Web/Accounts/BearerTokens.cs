using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CouponAdmin.Web.Accounts;

/// <summary>How programs' tokens are judged: HS256 with our key, our issuer, our audience, and nothing else.</summary>
internal sealed class BearerTokens(SigningKey key) : IConfigureNamedOptions<JwtBearerOptions>
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
    }

    public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);
}
