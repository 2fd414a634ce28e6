using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CouponAdmin.Web.ApiClients;

/// <summary>Makes the kinds of tokens that the product itself signs: a client's own, and a member's that a client asked for, for all campaigns or for one.</summary>
/// <remarks>No way through here writes a role but "Member", nor a scope beside a role.</remarks>
internal sealed class TokenMint(SigningKey key, TimeProvider time)
{
    /// <summary>How long a client's own token lives.</summary>
    public static readonly TimeSpan ClientLifetime = TimeSpan.FromMinutes(10);

    /// <summary>What kind of token it is (RFC 9068, section 2.1); the claim's lane reads no such header and leaves it to the scheme.</summary>
    private const string AccessTokenType = "at+jwt";

    private static readonly JsonWebTokenHandler Writer = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A client's token: its id, its name for the audit and the scopes. It ends with the client at the latest.</summary>
    public (string Token, TimeSpan Life) ForClient(ApiClientView client, IEnumerable<ApiScope> scopes)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset end = client.ExpiresAt is { } last && last < now + ClientLifetime ? last : now + ClientLifetime;
        string token = Sign(AccessTokenType, now, end, new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [Principals.SubjectClaim] = client.ClientId,
            [Principals.ClientClaim] = client.ClientId,
            [Principals.NameClaim] = client.Name,
            [Principals.ScopeClaim] = ApiScopes.Join(scopes),
        });
        return (token, end - now);
    }

    /// <summary>A member's token, with the client that asked for it: it ends when the client is revoked.</summary>
    /// <param name="grant">Whose, and until when.</param>
    /// <param name="clientId">Who asked.</param>
    /// <param name="campaign">A claim session: the one campaign that it is for. Null: all of them.</param>
    public (string Token, TimeSpan Life) ForMember(MemberGrant grant, string clientId, string? campaign = null)
    {
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, object> claims = new(StringComparer.Ordinal)
        {
            [Principals.SubjectClaim] = grant.Member,
            [Principals.RoleClaim] = Roles.Member,
            [Principals.PartyClaim] = clientId,
        };
        if (campaign is not null)
        {
            claims[Principals.CampaignClaim] = campaign;
        }

        return (Sign(type: null, now, grant.ExpiresAt, claims), grant.ExpiresAt - now);
    }

    private string Sign(string? type, DateTimeOffset now, DateTimeOffset end, Dictionary<string, object> claims) => Writer.CreateToken(new SecurityTokenDescriptor
    {
        TokenType = type,
        Issuer = BearerTokens.Issuer,
        Audience = BearerTokens.Audience,
        IssuedAt = now.UtcDateTime,
        Expires = end.UtcDateTime,
        Claims = claims,
        SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(key.Value), SecurityAlgorithms.HmacSha256),
    });
}
