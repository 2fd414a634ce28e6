using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.DataProtection;

namespace CouponAdmin.Web.Accounts;

/// <summary>A member's pass: a signed cookie beside the session cookie that says who claims, and nothing else. It is read in microseconds, without the session's ticket, identity and policies.</summary>
/// <remarks>
/// Its form is <c>member.expiry.signature</c>: the member's id in base64url, seconds since 1970, and HMAC-SHA256 over both and the text of the session cookie.
/// A member whom a shop handed over has <c>member.expiry.client.signature</c>: it ends when that API client is revoked.
/// So it is worth nothing without that very session cookie, which is gone after signing out and replaced by another sign-in.
/// It carries no role: staff get none. It is given only when the session was checked against the database, and lives as long as a session goes on unchecked.
/// Null from <see cref="MemberOf"/> says nothing against anybody: the session is asked then.
/// </remarks>
internal sealed class MemberPasses(SecretVault vault, IDataProtectionProvider keys, SessionCookies cookies, RevokedApiClients revoked, TimeProvider time)
{
    /// <summary>How long a pass is good, and so a copy of one after its owner has signed out elsewhere: as long as a member's session goes on without a look at the database.</summary>
    public static readonly TimeSpan ValidFor = SessionValidation.MembersEvery;

    /// <summary>Bytes of what is signed: member, expiry and session cookie; a member's are some 900. A longer session has no pass.</summary>
    public const int LengthMax = 4_096;

    private const string SecretName = "member-pass";
    private const string Purpose = "member-pass-1";

    /// <summary>An HMAC-SHA256 in base64url, without padding.</summary>
    private const int SignatureLength = 43;

    private readonly string _session = cookies.Session.Name!;
    private readonly CookieBuilder _pass = cookies.Named("pass");
    private KeyedHash? _hash;

    /// <summary>The key: made once, shared by all instances through the database, and there sealed with the key ring as sessions are.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        IDataProtector seal = keys.CreateProtector(Purpose);
        byte[] kept = await vault.GetOrCreateAsync(SecretName, Make, cancellationToken);
        try
        {
            _hash = new KeyedHash(seal.Unprotect(kept));
        }
        catch (CryptographicException)
        {
            // The key ring's key was revoked or lost, and all sessions ended with it: the passes begin anew too.
            _hash = new KeyedHash(seal.Unprotect(await vault.ReplaceAsync(SecretName, kept, Make(), cancellationToken)));
        }

        byte[] Make() => seal.Protect(RandomNumberGenerator.GetBytes(SecretVault.SecretBytes));
    }

    /// <summary>The member whose pass and session came with this request; null: let the session say who asks.</summary>
    public string? MemberOf(HttpRequest request) =>
        request.Headers.Cookie.Count > 0
        && request.Cookies is { } sent
        && sent[_pass.Name!] is { Length: > 0 } pass
        && sent[_session] is { Length: > 0 } session
            ? MemberOf(pass, session)
            : null;

    /// <summary>The member of a pass that is signed for this session cookie and not over.</summary>
    internal string? MemberOf(ReadOnlySpan<char> pass, ReadOnlySpan<char> session)
    {
        int signed = pass.LastIndexOf('.');
        int member = pass.IndexOf('.');
        ReadOnlySpan<char> rest = member < 0 || signed <= member ? default : pass[(member + 1)..signed];
        int client = rest.IndexOf('.');
        if (!long.TryParse(client < 0 ? rest : rest[..client], NumberStyles.None, CultureInfo.InvariantCulture, out long expiry)
            || time.GetUtcNow().ToUnixTimeSeconds() >= expiry
            || !IsSigned(pass[..signed], session, pass[(signed + 1)..])
            || (client >= 0 && revoked.Has(rest[(client + 1)..].ToString())))
        {
            return null;
        }

        // What is signed is ours: it decodes, and it is a member's id.
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(pass[..member]));
    }

    /// <summary>The header <c>Cookie</c> of a member in a browser, for the rehearsal of an opening.</summary>
    public string CookiesOf(string member, string session) => $"{_session}={session}; {_pass.Name}={Write(member, session)}";

    /// <summary>Gives the browser the pass of the session that is being set in the same answer.</summary>
    public void Give(HttpContext context, ClaimsPrincipal person, string session)
    {
        TimeSpan life = person.EndOf() is { } end && end - time.GetUtcNow() is var rest && rest < ValidFor ? rest : ValidFor;
        if (person.MemberIdOf() is not { } member || Write(member, session, life, person.PartyOf()) is not { } pass)
        {
            Take(context);
            return;
        }

        CookieOptions options = _pass.Build(context);
        options.MaxAge = life;
        context.Response.Cookies.Append(_pass.Name!, pass, options);
    }

    /// <summary>Takes the pass away, if the browser has one.</summary>
    public void Take(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(_pass.Name!))
        {
            context.Response.Cookies.Delete(_pass.Name!, _pass.Build(context));
        }
    }

    /// <summary>A pass for this member beside this session cookie; null when both are longer than <see cref="LengthMax"/>.</summary>
    internal string? Write(string member, string session) => Write(member, session, ValidFor, client: null);

    /// <summary>The same with another life, and ending with an API client.</summary>
    internal string? Write(string member, string session, TimeSpan life, string? client)
    {
        string id = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(member));
        string body = string.Create(CultureInfo.InvariantCulture, $"{id}.{(time.GetUtcNow() + life).ToUnixTimeSeconds()}{(client is null ? "" : ".")}{client}");
        Span<byte> hash = stackalloc byte[KeyedHash.Size];
        return TrySign(body, session, hash) ? $"{body}.{Base64Url.EncodeToString(hash)}" : null;
    }

    private bool IsSigned(ReadOnlySpan<char> body, ReadOnlySpan<char> session, ReadOnlySpan<char> signature)
    {
        Span<byte> claimed = stackalloc byte[KeyedHash.Size];
        if (signature.Length != SignatureLength || !Base64Url.TryDecodeFromChars(signature, claimed, out int length) || length != KeyedHash.Size)
        {
            return false;
        }

        Span<byte> right = stackalloc byte[KeyedHash.Size];
        return TrySign(body, session, right) && CryptographicOperations.FixedTimeEquals(right, claimed);
    }

    // A line break stands in neither part, so no other pair of them has this text.
    private bool TrySign(ReadOnlySpan<char> body, ReadOnlySpan<char> session, Span<byte> hash)
    {
        KeyedHash key = _hash ?? throw new InvalidOperationException("The key of the passes is loaded at the start, before the first request.");
        Span<byte> message = stackalloc byte[LengthMax];
        if (!Encoding.UTF8.TryGetBytes(body, message, out int bodyLength) || bodyLength == LengthMax
            || !Encoding.UTF8.TryGetBytes(session, message[(bodyLength + 1)..], out int sessionLength))
        {
            return false;
        }

        message[bodyLength] = (byte)'\n';
        key.Write(message[..(bodyLength + 1 + sessionLength)], hash);
        return true;
    }
}
