using System.Buffers.Binary;
using System.Text;

namespace CouponAdmin.Core.Coupons;

/// <summary>Derives coupon codes: a drain that is repeated gives the same member the same code, and nobody without the secret can guess one.</summary>
/// <param name="secret">At least 32 bytes, shared by all instances.</param>
public sealed class CouponCodes(byte[] secret)
{
    /// <summary>The name of the generated secret in the vault.</summary>
    public const string SecretName = "coupon-codes";

    /// <summary>Symbols of a code, without the hyphens between its groups.</summary>
    internal const int Symbols = 16;

    private const int Group = 4;
    private const int BitsPerSymbol = 5;
    private const int Length = Symbols + (Symbols / Group) - 1;

    /// <summary>Crockford's base32 (https://www.crockford.com/base32.html): no I, L, O or U, so that nobody misreads a code.</summary>
    internal const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly KeyedHash _hash = new(secret);

    /// <summary>The code of one member in one campaign: 80 bits of HMAC-SHA256 in four groups of four, such as <c>7QK2-M4TD-9XRA-C0HE</c>.</summary>
    /// <param name="campaign">The campaign's key.</param>
    /// <param name="member">The member's id, hashed as UTF-8.</param>
    /// <param name="attempt">0; rises when another member's code is the same.</param>
    public string Derive(Guid campaign, string member, int attempt)
    {
        ArgumentNullException.ThrowIfNull(member);
        byte[] message = [.. campaign.ToByteArray(bigEndian: true), 0, .. Encoding.UTF8.GetBytes(member), 0, .. BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(attempt))];
        Span<byte> hash = stackalloc byte[KeyedHash.Size];
        _hash.Write(message, hash);
        UInt128 bits = BinaryPrimitives.ReadUInt128BigEndian(hash);
        return string.Create(Length, bits, static (code, bits) =>
        {
            for (int i = 0; i < code.Length; i++)
            {
                bool isBreak = i % (Group + 1) == Group;
                code[i] = isBreak ? '-' : Alphabet[(int)(bits >> (128 - BitsPerSymbol))];
                bits = isBreak ? bits : bits << BitsPerSymbol;
            }
        });
    }

    /// <summary>The symbols with hyphens between their groups.</summary>
    internal static string Grouped(ReadOnlySpan<char> symbols)
    {
        Span<char> code = stackalloc char[Length];
        for (int i = 0; i < code.Length; i++)
        {
            code[i] = i % (Group + 1) == Group ? '-' : symbols[i - (i / (Group + 1))];
        }

        return new string(code);
    }
}
