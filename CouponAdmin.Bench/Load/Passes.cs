using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CouponAdmin.Bench.Load;

/// <summary>The cookies of members in a browser: a session cookie, and the member's pass bound to it, which costs the generator about what a token costs it.</summary>
/// <remarks>
/// All members show the text of one session, that of a member who was signed in by the form; each has a pass of their own, signed with the product's own key.
/// A pass that the product did not believe would make all of them that one member, which the scenarios' checks of answers and rows would end.
/// </remarks>
/// <param name="key">The product's key of passes.</param>
/// <param name="session">The session cookie's text.</param>
internal sealed class Passes(byte[] key, string session) : IMemberProof
{
    public const string SessionName = "__Host-coupon-admin";
    public const string PassName = "__Host-coupon-admin-pass";

    private const int BodyMax = 300;
    private readonly string _until = TimeProvider.System.GetUtcNow().AddHours(2).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    private readonly byte[] _head = Encoding.ASCII.GetBytes($"Sec-Fetch-Site: same-origin\r\nCookie: {SessionName}={session}; {PassName}=");
    private readonly byte[] _bound = Encoding.ASCII.GetBytes("\n" + session);

    public int Write(Span<byte> target, ReadOnlySpan<char> member)
    {
        _head.CopyTo(target);
        int at = _head.Length + WritePass(target[_head.Length..], member);
        "\r\n"u8.CopyTo(target[at..]);
        return at + 2;
    }

    private int WritePass(Span<byte> target, ReadOnlySpan<char> member)
    {
        Span<byte> id = stackalloc byte[BodyMax];
        int length = Base64Url.EncodeToUtf8(id[..Encoding.UTF8.GetBytes(member, id)], target);
        target[length++] = (byte)'.';
        length += Encoding.ASCII.GetBytes(_until, target[length..]);
        Span<byte> message = stackalloc byte[BodyMax + _bound.Length];
        target[..length].CopyTo(message);
        _bound.CopyTo(message[length..]);
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, message[..(length + _bound.Length)], signature);
        target[length++] = (byte)'.';
        return length + Base64Url.EncodeToUtf8(signature, target[length..]);
    }
}
