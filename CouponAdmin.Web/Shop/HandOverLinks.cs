using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace CouponAdmin.Web.Shop;

/// <summary>What a hand-over link says.</summary>
/// <param name="Id">Made at random, used once.</param>
/// <param name="ClientId">The API client that vouches for the member.</param>
/// <param name="ClientName">What people call it.</param>
/// <param name="Member">Who comes in.</param>
/// <param name="Campaign">Whose claim page opens.</param>
/// <param name="LinkEnds">Until when the link can be used.</param>
/// <param name="SessionEnds">Until when the member is in.</param>
public sealed record HandOver(Guid Id, string ClientId, string ClientName, string Member, string Campaign, DateTimeOffset LinkEnds, DateTimeOffset SessionEnds);

/// <summary>Writes and reads the secret of a hand-over link: sealed with the key ring that all instances share, so that nobody alters it and no log shows whose it is.</summary>
internal sealed class HandOverLinks(IDataProtectionProvider keys)
{
    /// <summary>How long a link can be used: the shop's server asks for it when the member presses, and sends the browser there at once.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(2);

    /// <summary>Longer ones are not looked at; ours has some 500 characters, and with the longest names in any script fewer than this.</summary>
    public const int LengthMax = 3_072;

    /// <summary>It goes into no page: a Korean letter stays three bytes instead of six.</summary>
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IDataProtector _seal = keys.CreateProtector("hand-over-1");

    public string Write(HandOver handOver) => Base64Url.EncodeToString(_seal.Protect(JsonSerializer.SerializeToUtf8Bytes(handOver, Json)));

    /// <summary>Null: altered, made up, or sealed with a key that is no more.</summary>
    public HandOver? Read(string link)
    {
        if (link.Length > LengthMax || !Base64Url.IsValid(link))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<HandOver>(_seal.Unprotect(Base64Url.DecodeFromChars(link)), Json);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
