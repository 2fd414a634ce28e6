using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>Tokens that no honest library makes, put together by hand.</summary>
internal static class ForgedTokens
{
    public static Func<byte[], byte[]> Hs256(string key) => text => HMACSHA256.HashData(Convert.FromBase64String(key), text);

    public static Func<byte[], byte[]> Hs512(string key) => text => HMACSHA512.HashData(Convert.FromBase64String(key), text);

    public static string Make(object header, bool expires, Func<byte[], byte[]> sign, params ReadOnlySpan<(string Name, string Value)> more)
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Dictionary<string, object> claims = new(StringComparer.Ordinal)
        {
            ["iss"] = "coupon-admin", ["aud"] = "coupon-admin", ["sub"] = "forger", ["role"] = "Administrator", ["nbf"] = now - 5,
        };
        if (expires)
        {
            claims["exp"] = now + 3600;
        }

        foreach ((string name, string value) in more)
        {
            claims[name] = value;
        }

        string signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>The same token for somebody else, under the old signature.</summary>
    public static string WithAnotherSubject(string token)
    {
        string[] parts = token.Split('.');
        string claims = Base64UrlEncoder.Decode(parts[1]).Replace("\"m\"", "\"n\"", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
    }

    private static string Part(object value) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(value));
}
