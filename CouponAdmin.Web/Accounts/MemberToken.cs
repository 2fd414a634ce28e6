using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CouponAdmin.Web.Accounts;

/// <summary>Tokens of members who are nobody's: for claims that the instance sends to itself.</summary>
internal static class MemberToken
{
    private static readonly JsonWebTokenHandler Writer = new();

    /// <param name="keyName">A key's name in the header makes a token that is left to the scheme; null: one that the claim's lane reads by itself.</param>
    /// <param name="campaign">The one campaign that the token is for; null: it is for all.</param>
    public static string Of(string member, SigningKey key, DateTimeOffset expires, string? keyName = null, string? campaign = null) => Writer.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = BearerTokens.Issuer,
        Audience = BearerTokens.Audience,
        Expires = expires.UtcDateTime,
        Claims = ClaimsOf(member, campaign),
        SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(key.Value) { KeyId = keyName }, SecurityAlgorithms.HmacSha256),
    });

    private static Dictionary<string, object> ClaimsOf(string member, string? campaign)
    {
        Dictionary<string, object> claims = new(StringComparer.Ordinal) { [Principals.SubjectClaim] = member, [Principals.RoleClaim] = Roles.Member };
        if (campaign is not null)
        {
            claims[Principals.CampaignClaim] = campaign;
        }

        return claims;
    }
}
