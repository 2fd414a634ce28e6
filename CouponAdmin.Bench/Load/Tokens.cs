using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CouponAdmin.Bench.Load;

/// <summary>Bearer tokens (HS256), written straight into a request: one costs the generator two microseconds, so each claim can be another member's.</summary>
internal sealed class Tokens : IMemberProof
{
    private const string Party = "coupon-admin";
    private const int KeyLength = 32;
    private const int SignatureLength = 32;
    private const int PayloadMax = 400;
    private static readonly int Line = "Authorization: Bearer "u8.Length;
    private static readonly byte[] Header = Encoding.ASCII.GetBytes(Base64Url.EncodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"u8) + ".");

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(KeyLength);
    private readonly long _from = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds();

    /// <summary>Base64, as the setting <c>Authentication:Jwt:SigningKey</c> wants it.</summary>
    public string SigningKey => Convert.ToBase64String(_key);

    public string Of(string subject, string role)
    {
        Span<byte> token = stackalloc byte[1024];
        return Encoding.ASCII.GetString(token[..WriteToken(token, subject, role)]);
    }

    public int Write(Span<byte> target, ReadOnlySpan<char> member)
    {
        "Authorization: Bearer "u8.CopyTo(target);
        int at = Line + WriteToken(target[Line..], member, "Member");
        "\r\n"u8.CopyTo(target[at..]);
        return at + 2;
    }

    private int WriteToken(Span<byte> target, ReadOnlySpan<char> subject, string role)
    {
        Span<char> payload = stackalloc char[PayloadMax];
        payload.TryWrite(
            CultureInfo.InvariantCulture,
            $"{{\"sub\":\"{subject}\",\"role\":\"{role}\",\"iss\":\"{Party}\",\"aud\":\"{Party}\",\"nbf\":{_from},\"exp\":{_from + 86_400}}}",
            out int characters);
        Span<byte> bytes = stackalloc byte[PayloadMax];
        int count = Encoding.ASCII.GetBytes(payload[..characters], bytes);

        Header.CopyTo(target);
        int at = Header.Length;
        at += Base64Url.EncodeToUtf8(bytes[..count], target[at..]);
        Span<byte> signature = stackalloc byte[SignatureLength];
        HMACSHA256.HashData(_key, target[..at], signature);
        target[at++] = (byte)'.';
        return at + Base64Url.EncodeToUtf8(signature, target[at..]);
    }
}
