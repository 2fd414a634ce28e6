using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Accounts;

/// <summary>Believes a token of ours (RFC 7519, HS256) that has its plainest form. Null says nothing against a token: ask the scheme, which knows every form.</summary>
/// <remarks>
/// Each claim of a rush brings a token that nobody has seen yet, and the library takes several times as long to judge it.
/// What is believed here the library believes too, with the rules of <see cref="BearerTokens"/>; the tests hold both against each other.
/// </remarks>
internal static class PlainToken
{
    /// <summary>Characters of a token that is read here; ours has some 270.</summary>
    public const int LengthMax = 1_024;

    /// <summary>A SHA-256 in base64url, without padding.</summary>
    private const int SignatureLength = 43;

    /// <summary>The headers that libraries write when they sign by HS256. No other is read, so that nothing in a header decides how its token is judged.</summary>
    private static readonly byte[][] Headers =
        [Encoded("""{"alg":"HS256","typ":"JWT"}"""), Encoded("""{"typ":"JWT","alg":"HS256"}"""), Encoded("""{"alg":"HS256"}""")];

    [Flags]
    private enum Part
    {
        Other = 0,
        Subject = 1,
        Issuer = 2,
        Audience = 4,
        Expiry = 8,
        Start = 16,
        Client = 32,
        Own = 64,
        Campaign = 128,
        Needed = Subject | Issuer | Audience | Expiry,
    }

    /// <summary>Who the token speaks for, the API client that asked for it, if one did, and the one campaign that it is for, if it is a claim session.</summary>
    internal readonly record struct Claims(string Subject, string? Client, string? Campaign);

    /// <summary>What it says; null unless the token is plain, signed with one of these keys, ours, meant for us, and of this moment.</summary>
    public static Claims? Read(ReadOnlySpan<char> token, SigningKey key, DateTimeOffset now)
    {
        Span<byte> text = stackalloc byte[LengthMax];
        if (token.Length > LengthMax || Ascii.FromUtf16(token, text, out int length) != OperationStatus.Done)
        {
            return null;
        }

        text = text[..length];
        int header = text.IndexOf((byte)'.');
        int signed = text.LastIndexOf((byte)'.');
        return signed > header && IsPlain(text[..header]) && IsSignedBy(key, text[..signed], text[(signed + 1)..])
            ? Read(text[(header + 1)..signed], now.ToUnixTimeSeconds())
            : null;
    }

    private static bool IsPlain(ReadOnlySpan<byte> header)
    {
        foreach (byte[] plain in Headers)
        {
            if (header.SequenceEqual(plain))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSignedBy(SigningKey key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        Span<byte> claimed = stackalloc byte[KeyedHash.Size];
        return signature.Length == SignatureLength
            && Base64Url.DecodeFromUtf8(signature, claimed, out _, out int length) == OperationStatus.Done
            && length == KeyedHash.Size
            && (Matches(key.Hash, signed, claimed) || (key.PreviousHash is { } previous && Matches(previous, signed, claimed)));
    }

    private static bool Matches(KeyedHash key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> claimed)
    {
        Span<byte> right = stackalloc byte[KeyedHash.Size];
        key.Write(signed, right);
        return CryptographicOperations.FixedTimeEquals(right, claimed);
    }

    private static Claims? Read(ReadOnlySpan<byte> payload, long now)
    {
        Span<byte> json = stackalloc byte[LengthMax];
        if (Base64Url.DecodeFromUtf8(payload, json, out _, out int length) != OperationStatus.Done)
        {
            return null;
        }

        try
        {
            Utf8JsonReader reader = new(json[..length]);
            return Read(ref reader, now);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Signed, and yet no JSON, or text that is no UTF-8.
            return null;
        }
    }

    private static Claims? Read(ref Utf8JsonReader reader, long now)
    {
        long skew = (long)BearerTokens.ClockSkew.TotalSeconds;
        string? subject = null, client = null, campaign = null;
        long start = long.MinValue, expiry = 0;
        Part seen = Part.Other;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Part part = PartOf(ref reader);
            reader.Read();
            bool isFit = (seen & part) == Part.Other && part switch
            {
                Part.Subject => reader.TokenType == JsonTokenType.String && (subject = reader.GetString()) is not null,
                Part.Issuer => reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(BearerTokens.Issuer),
                Part.Audience => reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(BearerTokens.Audience),
                Part.Expiry => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out expiry) && now < expiry + skew,
                Part.Client => reader.TokenType == JsonTokenType.String && (client = reader.GetString()) is not null,
                Part.Campaign => reader.TokenType == JsonTokenType.String && (campaign = reader.GetString()) is not null,

                // A client's own token speaks for no member.
                Part.Own => false,
                Part.Start => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out start) && start - skew <= now,
                _ => reader.TrySkip(),
            };
            if (!isFit)
            {
                return null;
            }

            seen |= part;
        }

        return !reader.Read() && seen.HasFlag(Part.Needed) && start <= expiry ? new Claims(subject!, client, campaign) : null;
    }

    private static Part PartOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("sub"u8) ? Part.Subject
        : reader.ValueTextEquals("iss"u8) ? Part.Issuer
        : reader.ValueTextEquals("aud"u8) ? Part.Audience
        : reader.ValueTextEquals("exp"u8) ? Part.Expiry
        : reader.ValueTextEquals("nbf"u8) ? Part.Start
        : reader.ValueTextEquals("azp"u8) ? Part.Client
        : reader.ValueTextEquals("campaign"u8) ? Part.Campaign
        : reader.ValueTextEquals("client_id"u8) ? Part.Own
        : Part.Other;

    private static byte[] Encoded(string header) => Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header)));
}
