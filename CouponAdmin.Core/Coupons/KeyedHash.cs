using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace CouponAdmin.Core.Coupons;

/// <summary>HMAC-SHA256 with one key, for any number of threads at once.</summary>
/// <remarks>The framework's one-call form looks the algorithm up and prepares the key each time, which takes as long as the hash of a token.</remarks>
public sealed class KeyedHash(byte[] key)
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = HMACSHA256.HashSizeInBytes;

    // Prepared states that no thread uses now. One whose use failed is not put back.
    private readonly ConcurrentBag<IncrementalHash> _prepared = [];

    /// <summary>Writes the message's hash.</summary>
    /// <param name="hash">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is shorter.</exception>
    public void Write(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        if (!_prepared.TryTake(out IncrementalHash? state))
        {
            state = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        }

        state.AppendData(message);
        state.GetHashAndReset(hash);
        _prepared.Add(state);
    }
}
