namespace CouponAdmin.Bench.Load;

/// <summary>How a request says whose it is.</summary>
internal interface IMemberProof
{
    /// <summary>Writes the header lines of a member's request, each with its line end; gives their length in bytes.</summary>
    int Write(Span<byte> target, ReadOnlySpan<char> member);
}
