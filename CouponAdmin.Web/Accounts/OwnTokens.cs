using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Issuance;

namespace CouponAdmin.Web.Accounts;

/// <summary>Reads the member out of a program's token, without the ticket, identity and policy that the framework makes of it.</summary>
/// <remarks>What is made around the judgement is paid with every claim of a rush. Whatever is not a plain, valid token of ours is left to the schemes themselves.</remarks>
internal sealed class OwnTokens(SigningKey key, RevokedApiClients revoked, TimeProvider time)
{
    private const string Prefix = "Bearer ";

    /// <summary>The member; null: let the scheme judge, and say what is wrong.</summary>
    /// <param name="request">Brings the token.</param>
    /// <param name="slug">The campaign that is asked about: a claim session is for one alone.</param>
    public string? MemberOf(HttpRequest request, string slug) =>
        request.Headers.Authorization is [{ } header]
        && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && PlainToken.Read(header.AsSpan(Prefix.Length).Trim(), key, time.GetUtcNow()) is { } token
        && MemberId.IsValid(token.Subject)
        && (token.Campaign is null || token.Campaign == slug)
        && (token.Client is null || !revoked.Has(token.Client))
            ? token.Subject
            : null;
}
