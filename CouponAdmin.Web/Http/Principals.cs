using System.Security.Claims;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Operators;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Http;

/// <summary>Who is asking, read from a token or a cookie alike.</summary>
internal static class Principals
{
    public const string SubjectClaim = "sub";
    public const string RoleClaim = "role";
    public const string NameClaim = "name";

    /// <summary>The API client whose token it is (RFC 9068, section 2.2).</summary>
    public const string ClientClaim = "client_id";

    public const string ScopeClaim = "scope";

    /// <summary>The API client that vouches for a member: it asked for the token, or handed the member over.</summary>
    public const string PartyClaim = "azp";

    /// <summary>The one campaign that a claim session is for.</summary>
    public const string CampaignClaim = "campaign";

    /// <summary>The end, in seconds since 1970.</summary>
    public const string EndClaim = "exp";

    /// <summary>The member's id; null when the subject is missing or breaks the rule of <see cref="MemberId"/>, and for an API client.</summary>
    public static string? MemberIdOf(this ClaimsPrincipal user) => !user.IsClient() && user.FindFirstValue(SubjectClaim) is { } subject && MemberId.IsValid(subject) ? subject : null;

    /// <summary>Whether coupon codes are shown whole: a person who only reads sees them masked. A program's token was made for the data itself, and the interface promises it whole.</summary>
    public static bool SeesCodes(this ClaimsPrincipal user) =>
        user.IsInRole(Roles.Administrator) || user.IsInRole(Roles.Operator) || !user.IsPerson();

    /// <summary>Somebody with a session, not a program with a token.</summary>
    public static bool IsPerson(this ClaimsPrincipal user) => user.Identity?.AuthenticationType == IdentityConstants.ApplicationScheme;

    /// <summary>Who an act of an operator is written down as.</summary>
    public static Actor ActorOf(this ClaimsPrincipal user)
    {
        string subject = user.FindFirstValue(SubjectClaim) ?? throw new InvalidOperationException("An operator's act needs somebody who is signed in.");
        return new Actor(subject, user.FindFirstValue(NameClaim) ?? subject, user.AddressOf());
    }
}
