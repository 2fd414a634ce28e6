using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Accounts.Outside;

/// <summary>Who somebody of the authority is here. The same person is the same member, by a token and by a sign-in on the page: one coupon.</summary>
internal static class OutsideIdentity
{
    /// <summary>Only signatures that need a key nobody but the authority has. With HS256 its public key would do.</summary>
    public static readonly string[] Algorithms = ["RS256", "ES256"];

    /// <summary>For clocks that differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private const int TagLetters = 12;

    /// <summary>The member id: <c>oidc:</c>, a mark of the issuer, the subject. No subject of another issuer, and none of our own accounts, is ever the same; null when it is no <see cref="MemberId"/>.</summary>
    public static string? MemberIdOf(string issuer, string subject)
    {
        string tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(issuer)))[..TagLetters];
        return subject.Length > 0 && $"oidc:{tag}:{subject}" is var member && MemberId.IsValid(member) ? member : null;
    }

    /// <summary>The highest of our roles that one of the claim's values stands for; null when none does, or the authority gives no roles.</summary>
    public static string? RoleOf(OidcOptions options, ClaimsPrincipal person)
    {
        if (options.RoleClaim.Length == 0)
        {
            return null;
        }

        HashSet<string> held = [.. person.FindAll(options.RoleClaim).Select(claim => claim.Value)];
        return Roles.All.FirstOrDefault(role => options.Roles.TryGetValue(role, out string? values)
            && values.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(held.Contains));
    }

    /// <summary>A token's holder, of whose claims none is taken over but those read here: a <c>role</c> of the authority's own is no role of ours. Null without a subject that can be a member.</summary>
    public static ClaimsPrincipal? PrincipalOf(OidcOptions options, ClaimsPrincipal token, string scheme)
    {
        if (token.FindFirst(Principals.SubjectClaim) is not { } subject || MemberIdOf(subject.Issuer, subject.Value) is not { } member)
        {
            return null;
        }

        ClaimsIdentity identity = new(scheme, Principals.NameClaim, Principals.RoleClaim);
        identity.AddClaim(new Claim(Principals.SubjectClaim, member));
        if (token.FindFirstValue(Principals.NameClaim) is { Length: > 0 and <= AccountRules.NameLengthMax } name)
        {
            identity.AddClaim(new Claim(Principals.NameClaim, name));
        }

        if (RoleOf(options, token) is { } role)
        {
            identity.AddClaim(new Claim(Principals.RoleClaim, role));
        }

        return new ClaimsPrincipal(identity);
    }
}
