namespace CouponAdmin.Web.Http;

/// <summary>Counts each member's claims of the current second in memory of a fixed size.</summary>
/// <remarks>
/// The framework keeps a limiter object for every member for ten seconds: in a rush those cost a refusal a third of its processor time and more (docs/benchmarks.md).
/// Here a member has two counters by two halves of a hash that nobody outside can foresee, and is over the limit only when both are:
/// wrongly so only where each is shared with somebody who floods, two members in a million while a hundred flood, for the rest of that second.
/// </remarks>
internal sealed class MemberPace(int perSecond, TimeProvider time)
{
    private const int Slots = 1 << 16;
    private readonly int[] _first = new int[Slots];
    private readonly int[] _second = new int[Slots];
    private long _counted;

    /// <summary>One more claim of this member; false when there were too many in this second.</summary>
    public bool Allows(string member)
    {
        BeginSecond();
        uint hash = (uint)member.GetHashCode(StringComparison.Ordinal);
        int first = Interlocked.Increment(ref _first[hash % Slots]);
        int second = Interlocked.Increment(ref _second[hash / Slots]);
        return Math.Min(first, second) <= perSecond;
    }

    private void BeginSecond()
    {
        long now = time.GetTimestamp() / time.TimestampFrequency;
        if (Interlocked.Read(ref _counted) != now && Interlocked.Exchange(ref _counted, now) != now)
        {
            // A claim that counts meanwhile may be forgotten: the limit is for floods, not to the last one.
            Array.Clear(_first);
            Array.Clear(_second);
        }
    }
}
