using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Accounts;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CouponAdmin.Tests.Accounts;

/// <summary>The claim's own reading of tokens, held against the library: whatever it believes, the library believes of the same member.</summary>
public sealed partial class PlainTokenTests
{
    private const string Plain = """{"alg":"HS256","typ":"JWT"}""";
    private const string Ours = "\"iss\":\"coupon-admin\",\"aud\":\"coupon-admin\"";

    // "@" and a number stand for so many seconds from the moment when the token is made: data are named long before their test runs.
    private const string Usual = $"\"sub\":\"m\",{Ours},\"nbf\":@-5,\"exp\":@+3600";

    public static TheoryData<string, string> Believed => new()
    {
        { Plain, $"{{{Usual}}}" },
        { """{"typ":"JWT","alg":"HS256"}""", $"{{{Usual}}}" },
        { """{"alg":"HS256"}""", $"{{{Usual}}}" },
        { Plain, $"{{\"role\":\"Member\",\"more\":{{\"exp\":1,\"list\":[1,{{\"sub\":\"n\"}}]}},{Usual}}}" },
        { Plain, $"{{\"azp\":\"client_abc\",\"role\":\"Member\",{Usual}}}" },
        { Plain, $" {{ {Usual.Replace("\"sub\"", "\"s\\u0075b\"", StringComparison.Ordinal)} }} " },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"exp\":@+3600}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"exp\":@-20}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"nbf\":@+20,\"exp\":@+3600}}" },
    };

    public static TheoryData<string, string> NotBelieved => new()
    {
        // A client's own token, however its header looks: it speaks for no member.
        { Plain, $"{{\"client_id\":\"client_abc\",\"scope\":\"campaigns:read\",{Usual}}}" },
        { Plain, $"{{\"client\\u005fid\":\"client_abc\",{Usual}}}" },
        { Plain, $"{{\"azp\":7,{Usual}}}" },
        { Plain, $"{{\"azp\":\"client_abc\",\"azp\":\"client_abd\",{Usual}}}" },
        { """{"alg":"none"}""", $"{{{Usual}}}" },
        { """{"alg":"HS512","typ":"JWT"}""", $"{{{Usual}}}" },
        { """{"alg":"HS256","typ":"JWT","crit":["b64"]}""", $"{{{Usual}}}" },
        { """{"alg":"HS256","typ":"JWT","kid":"1"}""", $"{{{Usual}}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"exp\":@-40}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"nbf\":@+60,\"exp\":@+3600}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"nbf\":@+10,\"exp\":@+5}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours}}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"exp\":\"@+3600\"}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"exp\":@+3600.5}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"exp\":{long.MaxValue}}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"exp\":{long.MinValue}}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"nbf\":{long.MinValue},\"exp\":@+3600}}" },
        { Plain, $"{{\"sub\":\"m\",{Ours},\"nbf\":\"0\",\"exp\":@+3600}}" },
        { Plain, $"{{\"sub\":\"m\",\"aud\":\"coupon-admin\",\"exp\":@+3600}}" },
        { Plain, $"{{\"sub\":\"m\",\"iss\":\"coupon-admin\",\"exp\":@+3600}}" },
        { Plain, $"{{\"sub\":\"m\",\"iss\":\"Coupon-admin\",\"aud\":\"coupon-admin\",\"exp\":@+3600}}" },
        { Plain, $"{{\"sub\":\"m\",\"iss\":\"coupon-admin\",\"aud\":\"coupon-admins\",\"exp\":@+3600}}" },
        { Plain, $"{{\"sub\":\"m\",\"iss\":\"coupon-admin\",\"aud\":[\"coupon-admin\"],\"exp\":@+3600}}" },
        { Plain, $"{{\"sub\":7,{Ours},\"exp\":@+3600}}" },
        { Plain, $"{{\"sub\":null,{Ours},\"exp\":@+3600}}" },
        { Plain, $"{{{Ours},\"exp\":@+3600}}" },
        { Plain, $"{{{Usual},\"sub\":\"n\"}}" },
        { Plain, $"{{{Usual},\"exp\":@+7200}}" },
        { Plain, $"{{{Usual},\"iss\":\"other\"}}" },
        { Plain, $"{{{Usual}}}}}" },
        { Plain, $"{{{Usual}" },
        { Plain, $"[{{{Usual}}}]" },
        { Plain, $"{{\"sub\":\"\\ud800\",{Ours},\"exp\":@+3600}}" },
        { Plain, "no JSON" },
        { Plain, "" },
        { Plain, $"{{\"long\":\"{new string('x', PlainToken.LengthMax)}\",{Usual}}}" },
    };

    [Theory, MemberData(nameof(Believed))]
    public async Task Subject_OfATokenThatIsPlainAndOurs_IsRead(string header, string payload)
    {
        (SigningKey key, byte[] bytes) = await KeyAsync();

        Assert.Equal("m", await SubjectAsync(Token(header, payload, bytes), key));
    }

    [Theory, MemberData(nameof(NotBelieved))]
    public async Task Subject_OfATokenThatIsNotPlainOrNotValid_IsLeftToTheScheme(string header, string payload)
    {
        (SigningKey key, byte[] bytes) = await KeyAsync();

        Assert.Null(await SubjectAsync(Token(header, payload, bytes), key));
    }

    [Fact]
    public async Task Subject_OfATokenOfTheKeyBefore_IsRead()
    {
        byte[] before = RandomNumberGenerator.GetBytes(SigningKey.BytesMin);
        (SigningKey key, _) = await KeyAsync(before);

        Assert.Equal("m", await SubjectAsync(Token(Plain, $"{{{Usual}}}", before), key));
    }

    [Fact]
    public async Task Subject_OfATokenOfAnotherKey_IsNotRead()
    {
        (SigningKey key, _) = await KeyAsync(before: RandomNumberGenerator.GetBytes(SigningKey.BytesMin));

        Assert.Null(await SubjectAsync(Token(Plain, $"{{{Usual}}}", RandomNumberGenerator.GetBytes(SigningKey.BytesMin)), key));
    }

    [Theory, MemberData(nameof(AccessTests.BadTokens), MemberType = typeof(AccessTests))]
    public async Task Subject_OfATokenThatIsForged_IsNotRead(string kind)
    {
        TestTokens tokens = TestTokens.WithNewKey();
        SigningKey key = await LoadedAsync(tokens.SigningKey);
        Assert.Equal("m", await SubjectAsync(tokens.Member("m"), key));

        Assert.Null(await SubjectAsync(AccessTests.BadToken(kind, tokens), key));
    }

    /// <summary>A good token with one character other, gone or more, at each place.</summary>
    [Fact]
    public async Task Subject_OfATokenWithOneCharacterChanged_IsNotRead()
    {
        (SigningKey key, byte[] bytes) = await KeyAsync();
        string good = Token(Plain, $"{{{Usual}}}", bytes);
        for (int at = 0; at < good.Length; at++)
        {
            char other = good[at] == 'A' ? 'B' : 'A';
            string[] all = [Replaced(at, other), Replaced(at, '.'), Replaced(at, ' '), Replaced(at, 'é'), good.Remove(at, 1), good.Insert(at, "A"), good.Insert(at, " ")];
            foreach (string changed in all.Where(token => token != good))
            {
                Assert.True(await SubjectAsync(changed, key) is null, $"Believed, changed at {at}: {changed}");
            }
        }

        string Replaced(int at, char with) => string.Concat(good.AsSpan(0, at), [with], good.AsSpan(at + 1));
    }

    // What is read here, if the library agrees; where it doesn't, the test ends.
    private static async Task<string?> SubjectAsync(string token, SigningKey key)
    {
        string? subject = PlainToken.Read(token, key, TimeProvider.System.GetUtcNow())?.Subject;
        if (subject is not null)
        {
            JwtBearerOptions bearer = new();
            new BearerTokens(key, new RevokedApiClients(null!, null!)).Configure(JwtBearerDefaults.AuthenticationScheme, bearer);
            var judged = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, bearer.TokenValidationParameters);
            Assert.True(judged.IsValid, $"The library doesn't believe it: {judged.Exception?.Message}");
            Assert.Equal(((JsonWebToken)judged.SecurityToken).Subject, subject);
        }

        return subject;
    }

    private static string Token(string header, string payload, byte[] key)
    {
        string signed = $"{Part(header)}.{Part(Moment().Replace(payload, SecondsOf))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static async Task<(SigningKey Key, byte[] Bytes)> KeyAsync(byte[]? before = null)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(SigningKey.BytesMin);
        return (await LoadedAsync(Convert.ToBase64String(bytes), before is null ? null : Convert.ToBase64String(before)), bytes);
    }

    // With a key from the settings no vault is asked.
    private static async Task<SigningKey> LoadedAsync(string key, string? before = null)
    {
        Dictionary<string, string?> settings = new(StringComparer.Ordinal) { [SigningKey.Setting] = key, [SigningKey.PreviousSetting] = before };
        SigningKey loaded = new(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), vault: null!);
        await loaded.LoadAsync(CancellationToken.None);
        return loaded;
    }

    private static string SecondsOf(Match moment) =>
        (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + long.Parse(moment.ValueSpan[1..], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("@[+-][0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Moment();
}
