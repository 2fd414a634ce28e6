using System.Diagnostics;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>How fast this instance has recorded claims while it was busy: what tells an operator how many a time to live can hold.</summary>
public sealed class DrainPace
{
    /// <summary>Smaller batches are mostly the cost of one commit, and would say too little.</summary>
    public const int BatchMin = 20;

    /// <summary>Longer than a whole batch takes on a slow machine.</summary>
    private static readonly TimeSpan RushLasts = TimeSpan.FromMilliseconds(500);

    /// <summary>Older batches count half as much after so many claims.</summary>
    private const double MemoryClaims = 20_000;

    private readonly Lock _lock = new();
    private double _claims;
    private double _seconds;
    private long _fullAt = long.MinValue;

    /// <summary>Claims a second; null until a batch worth measuring was recorded since the start.</summary>
    public double? ClaimsPerSecond
    {
        get
        {
            lock (_lock)
            {
                return _seconds > 0 ? _claims / _seconds : null;
            }
        }
    }

    /// <summary>Takes one batch, from reading it to telling about it.</summary>
    public void Note(int claims, TimeSpan took)
    {
        if (claims < BatchMin || took <= TimeSpan.Zero)
        {
            return;
        }

        lock (_lock)
        {
            double kept = Math.Pow(0.5, claims / MemoryClaims);
            (_claims, _seconds) = ((_claims * kept) + claims, (_seconds * kept) + took.TotalSeconds);
        }
    }

    /// <summary>This instance recorded a whole batch a moment ago, so more is likely to wait: whatever can wait leaves the processor to the drain.</summary>
    public bool IsRushing => Interlocked.Read(ref _fullAt) is var at && at != long.MinValue && Stopwatch.GetElapsedTime(at) < RushLasts;

    /// <summary>A batch was as large as it may be.</summary>
    internal void NoteFull() => Interlocked.Exchange(ref _fullAt, Stopwatch.GetTimestamp());

    internal void NoteSince(int claims, long started) => Note(claims, Stopwatch.GetElapsedTime(started));
}
