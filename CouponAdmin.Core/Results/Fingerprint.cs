using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace CouponAdmin.Core.Results;

/// <summary>The version of what a person sees and can change, made from the values themselves.</summary>
/// <remarks>
/// Not a counter of the row: such counters also rise when nobody changed anything (a drain that voids a ticket, a sign-in that renews a stamp),
/// and every such rise would refuse a person for no reason. Equal values have equal versions, and overwriting equal values harms nobody.
/// </remarks>
internal static class Fingerprint
{
    private const int BytesKept = 12;

    /// <summary>Sixteen letters, digits, hyphens and underscores.</summary>
    /// <param name="values">Everything that can be changed, always in the same order.</param>
    public static string Of(params object?[] values) =>
        Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(values)).AsSpan(0, BytesKept));
}
