using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.DataProtection;

namespace CouponAdmin.Web.Claiming.Challenges;

/// <summary>
/// Proof of work: the answer is <c>token.n</c>, where SHA-256(SHA-256(token) ‖ n as 8 bytes, big-endian) begins with so many zero bits.
/// A browser needs a fraction of a second; whoever claims for ten thousand accounts needs it ten thousand times.
/// </summary>
/// <remarks>The token is sealed with the key ring that all instances share and names campaign and member, so no instance remembers anything and no answer can be sold on.</remarks>
internal sealed class ProofOfWork(LimitsOptions limits, IDataProtectionProvider keys) : IClaimChallenge
{
    public const string Kind = "proof-of-work";

    /// <summary>How long a task can be answered: a page that was opened early keeps its answer for the opening.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(10);

    /// <summary>Longer answers are not looked at.</summary>
    public const int AnswerLengthMax = 2_048;

    private readonly ITimeLimitedDataProtector _seal = keys.CreateProtector("claim-challenge-1").ToTimeLimitedDataProtector();

    public ChallengeTask TaskFor(string slug, string member) => new(Kind, _seal.Protect(Of(slug, member), ValidFor), limits.ChallengeBits);

    public ValueTask<bool> AcceptsAsync(string slug, string member, string answer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(answer.Length <= AnswerLengthMax && Accepts(slug, member, answer));

    // The work first: it costs a guess nothing here, while opening the seal costs some microseconds.
    private bool Accepts(string slug, string member, string answer)
    {
        int dot = answer.LastIndexOf('.');
        if (dot < 0 || !ulong.TryParse(answer.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
        {
            return false;
        }

        string token = answer[..dot];
        return ZeroBits(token, number) >= limits.ChallengeBits && IsOurs(token, Of(slug, member));
    }

    private bool IsOurs(string token, string expected)
    {
        try
        {
            return _seal.Unprotect(token) == expected;
        }
        catch (CryptographicException)
        {
            // Made up, too old, or of a key that is no more.
            return false;
        }
    }

    private static string Of(string slug, string member) => $"{slug}\n{member}";

    /// <summary>The zero bits at the beginning of the hash of a token and a number, up to 64.</summary>
    internal static int ZeroBits(string token, ulong number)
    {
        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes + sizeof(ulong)];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), block);
        BinaryPrimitives.WriteUInt64BigEndian(block[SHA256.HashSizeInBytes..], number);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(block, hash);
        return BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(hash));
    }
}
