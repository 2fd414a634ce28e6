using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Accounts.Outside;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CouponAdmin.Web.Accounts;

/// <summary>Reads the member out of a program's token, judged by the library with the very settings of the bearer scheme, without the ticket, identity and policy that the framework makes of it.</summary>
/// <remarks>What is made around the judgement is paid with every claim of a rush (docs/decisions/0010). Whatever is not a plain, valid token of ours is left to the scheme itself.</remarks>
internal sealed class OwnTokens(IOptionsMonitor<JwtBearerOptions> bearer, OidcOptions outside)
{
    private const string Prefix = "Bearer ";
    private static readonly JsonWebTokenHandler Judge = new() { MapInboundClaims = false };

    /// <summary>The member; null: let the scheme judge, and say what is wrong.</summary>
    public async ValueTask<string?> MemberOfAsync(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header]
            || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            || (outside.TakesTokens && OutsideTokens.SchemeOf(request, outside) != JwtBearerDefaults.AuthenticationScheme))
        {
            return null;
        }

        JwtBearerOptions options = bearer.Get(JwtBearerDefaults.AuthenticationScheme);
        TokenValidationResult judged = await Judge.ValidateTokenAsync(header[Prefix.Length..].Trim(), options.TokenValidationParameters);
        return judged is { IsValid: true, SecurityToken: JsonWebToken token } && token.TryGetPayloadValue(Principals.SubjectClaim, out string member) && MemberId.IsValid(member)
            ? member
            : null;
    }
}
