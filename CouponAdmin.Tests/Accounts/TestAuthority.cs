using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CouponAdmin.Tests.Accounts;

/// <summary>A small OpenID provider on loopback: discovery, keys, and the code flow with PKCE for whoever <see cref="Person"/> names.</summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    public const string ClientId = "coupon-pages";
    public const string ClientSecret = "a secret of the two";
    public const string Audience = "coupon-interface";

    private readonly WebApplication _app;
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private (string Nonce, string Challenge) _asked;

    private TestAuthority(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.First();

    /// <summary>Who signs in next, with all that is said of them.</summary>
    public Dictionary<string, object> Person { get; set; } = [];

    /// <summary>Puts another nonce into the next proof of a sign-in than the one that was asked for.</summary>
    public bool ForgetsTheNonce { get; set; }

    public SigningCredentials Rs256 => new(new RsaSecurityKey(_rsa) { KeyId = "r1" }, SecurityAlgorithms.RsaSha256);

    public SigningCredentials Es256 => new(new ECDsaSecurityKey(_ec) { KeyId = "e1" }, SecurityAlgorithms.EcdsaSha256);

    /// <summary>What an attacker has who can read: the key that everybody may see, as bytes.</summary>
    public byte[] PublicKey => Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem());

    public static async Task<TestAuthority> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        TestAuthority authority = new(builder.Build());
        authority._app.MapGet("/.well-known/openid-configuration", authority.Discovery);
        authority._app.MapGet("/keys", authority.Keys);
        authority._app.MapGet("/authorize", authority.Authorize);
        authority._app.MapPost("/token", authority.TokenAsync);
        await authority._app.StartAsync();
        return authority;
    }

    public string Token(
        string subject, SigningCredentials? signedBy = null, string? issuer = null, string audience = Audience, TimeSpan? expiresIn = null, Dictionary<string, object>? more = null)
    {
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        DateTime expires = now + (expiresIn ?? TimeSpan.FromMinutes(5));
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer,
            Audience = audience,
            IssuedAt = expires.AddMinutes(-5),
            NotBefore = expires.AddMinutes(-5),
            Expires = expires,
            Claims = new Dictionary<string, object>(more ?? [], StringComparer.Ordinal) { ["sub"] = subject },
            SigningCredentials = signedBy ?? Rs256,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
        _ec.Dispose();
    }

    private IResult Discovery() => Results.Json(
        new { issuer = Issuer, jwks_uri = $"{Issuer}/keys", authorization_endpoint = $"{Issuer}/authorize", token_endpoint = $"{Issuer}/token" });

    private IResult Keys()
    {
        RSAParameters rsa = _rsa.ExportParameters(includePrivateParameters: false);
        ECParameters ec = _ec.ExportParameters(includePrivateParameters: false);
        return Results.Json(new
        {
            keys = new object[]
            {
                new { kty = "RSA", kid = "r1", use = "sig", n = Base64UrlEncoder.Encode(rsa.Modulus), e = Base64UrlEncoder.Encode(rsa.Exponent) },
                new { kty = "EC", kid = "e1", use = "sig", crv = "P-256", x = Base64UrlEncoder.Encode(ec.Q.X), y = Base64UrlEncoder.Encode(ec.Q.Y) },
            },
        });
    }

    private IResult Authorize(HttpRequest request)
    {
        Assert.Equal($"{ClientId} code S256", $"{request.Query["client_id"]} {request.Query["response_type"]} {request.Query["code_challenge_method"]}");
        _asked = (request.Query["nonce"]!, request.Query["code_challenge"]!);
        return Results.Redirect($"{request.Query["redirect_uri"]}?code=c&state={Uri.EscapeDataString(request.Query["state"]!)}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        IFormCollection form = await request.ReadFormAsync();
        string challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (form["code"] != "c" || form["client_secret"] != ClientSecret || challenge != _asked.Challenge)
        {
            return Results.BadRequest(new { error = "invalid_grant" });
        }

        Dictionary<string, object> claims = new(Person, StringComparer.Ordinal) { ["nonce"] = ForgetsTheNonce ? "another" : _asked.Nonce };
        return Results.Text(
            JsonSerializer.Serialize(new { access_token = "a", token_type = "Bearer", id_token = Token((string)claims["sub"], audience: ClientId, more: claims) }), "application/json");
    }
}
