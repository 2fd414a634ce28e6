namespace CouponAdmin.Web.Http;

/// <summary>What a limit says of one request: how many it allows in a second, and the how manieth this one was.</summary>
internal readonly record struct PaceReading(int PerSecond, int Number)
{
    public bool IsWithin => Number <= PerSecond;

    /// <summary>How many more may come in this second.</summary>
    public int Left => Math.Max(PerSecond - Number, 0);
}

/// <summary>Counts what each member, or each address, does in the current second, in memory of a fixed size.</summary>
/// <remarks>
/// The framework keeps a limiter object for every one of them for ten seconds: in a rush those are a good part of what a refusal costs.
/// Here each has two counters by two halves of a hash that nobody outside can foresee, and is over the limit only when both are:
/// wrongly so only where each is shared with somebody who floods, two in a million while a hundred flood, for the rest of that second.
/// </remarks>
internal sealed class Pace(int perSecond, TimeProvider time)
{
    private const int Slots = 1 << 16;
    private readonly int[] _first = new int[Slots];
    private readonly int[] _second = new int[Slots];
    private long _counted;

    /// <summary>One more of this name.</summary>
    public PaceReading Count(string name)
    {
        BeginSecond();
        uint hash = (uint)name.GetHashCode(StringComparison.Ordinal);
        int first = Interlocked.Increment(ref _first[hash % Slots]);
        int second = Interlocked.Increment(ref _second[hash / Slots]);
        return new PaceReading(perSecond, Math.Min(first, second));
    }

    private void BeginSecond()
    {
        long now = time.GetTimestamp() / time.TimestampFrequency;
        if (Interlocked.Read(ref _counted) != now && Interlocked.Exchange(ref _counted, now) != now)
        {
            // Who counts meanwhile may be forgotten: the limit is for floods, not to the last one.
            Array.Clear(_first);
            Array.Clear(_second);
        }
    }
}
