using System.Globalization;
using System.Text;

namespace CouponAdmin.Bench.Load;

/// <summary>A request whose every sending is another member's: all but what says whose it is is made once.</summary>
/// <param name="proof">Null: nobody signs in.</param>
/// <param name="member">The n-th sending's member.</param>
/// <param name="paths">One, or several that take turns.</param>
internal sealed class RequestText(string method, string[] paths, IMemberProof? proof, Func<long, string> member)
{
    /// <summary>Bytes that a request needs at most.</summary>
    public const int LengthMax = 2_048;

    private readonly byte[][] _heads = [.. paths.Select(path => Encoding.ASCII.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{(method == "GET" ? "" : "Content-Length: 0\r\n")}"))];

    public RequestText(string method, string path, IMemberProof? proof, Func<long, string> member)
        : this(method, [path], proof, member)
    {
    }

    public string MemberOf(long sequence) => member(sequence);

    /// <summary>Writes the request of this number; gives its length.</summary>
    public int Write(Span<byte> target, long sequence)
    {
        byte[] head = _heads[sequence % _heads.Length];
        head.CopyTo(target);
        int at = head.Length + (proof?.Write(target[head.Length..], member(sequence)) ?? 0);
        "\r\n"u8.CopyTo(target[at..]);
        return at + 2;
    }

    /// <summary>Everybody asks once: <c>prefix-0</c>, <c>prefix-1</c>…</summary>
    public static Func<long, string> FreshMembers(string prefix) => n => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{n}");

    /// <summary>The same members again and again.</summary>
    public static Func<long, string> SameMembers(string prefix, int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{n}"))];
        return n => names[n % count];
    }
}
