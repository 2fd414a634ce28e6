using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>Bearer tokens as a program outside would make them: HS256, issuer and audience <c>coupon-admin</c>, <c>sub</c> and <c>role</c>.</summary>
/// <param name="signingKey">Base64, the value of <c>Authentication:Jwt:SigningKey</c>.</param>
internal sealed class TestTokens(string signingKey)
{
    private const string Party = "coupon-admin";

    public static TestTokens WithNewKey() => new(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    public string SigningKey { get; } = signingKey;

    public string Member(string memberId) => Create(memberId, "Member");

    /// <summary>A member's token that the framework's way judges.</summary>
    public string MemberByFramework(string memberId) => Create(memberId, "Member", keyId: "1");

    public string Viewer(string id = "test-viewer") => Create(id, "Viewer");

    public string Operator(string id = "test-operator") => Create(id, "Operator");

    public string Administrator(string id = "test-administrator") => Create(id, "Administrator");

    /// <param name="expiresIn">From now, one hour if not given; negative for a token that has run out.</param>
    /// <param name="notBefore">From now, five seconds ago if not given.</param>
    /// <param name="keyId">Written into the header: a token that only the bearer scheme judges, not the claim's lane.</param>
    public string Create(
        string subject,
        string role,
        TimeSpan? expiresIn = null,
        TimeSpan? notBefore = null,
        string issuer = Party,
        string audience = Party,
        string algorithm = SecurityAlgorithms.HmacSha256,
        string? keyId = null)
    {
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        DateTime expires = now + (expiresIn ?? TimeSpan.FromHours(1));
        DateTime from = now + (notBefore ?? TimeSpan.FromSeconds(-5));
        SecurityTokenDescriptor descriptor = new()
        {
            Issuer = issuer,
            Audience = audience,
            Expires = expires,
            NotBefore = from < expires ? from : expires.AddMinutes(-1),
            IssuedAt = from < expires ? from : expires.AddMinutes(-1),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = subject, ["role"] = role },
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Convert.FromBase64String(SigningKey)) { KeyId = keyId }, algorithm),
        };
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }
}
