using System.Collections.Concurrent;
using System.Diagnostics;
using HdrHistogram;

namespace CouponAdmin.Bench.Load;

/// <summary>What came of a load: answers by status, by second, and how long each took (HDR histogram, microseconds, three digits).</summary>
internal sealed class LoadResult(int secondsMax)
{
    private const long MicrosecondsMax = 120_000_000;
    private readonly int[] _perSecond = new int[secondsMax + 2];
    private readonly int[] _byStatus = new int[600];
    private readonly LongConcurrentHistogram _latency = new(1, MicrosecondsMax, 3);
    private long _longest;
    private long _lastAccepted;
    private long _shortest = long.MaxValue;

    public long Began { get; set; } = Stopwatch.GetTimestamp();

    /// <summary>From the beginning to the last answer.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>When each claim that got a unit was sent (timestamps of this machine), in no order.</summary>
    public ConcurrentQueue<long> AcceptedSent { get; } = new();

    public long Total => _byStatus.Sum(n => (long)n);

    public double Average => Total / Elapsed.TotalSeconds;

    /// <summary>Of the whole seconds.</summary>
    public int Highest => _perSecond.Take(Math.Max(1, (int)Elapsed.TotalSeconds)).Max();

    public int CountOf(int status) => _byStatus[status];

    /// <summary>Answers that gave a unit: 201 or 202.</summary>
    public int Accepted => _byStatus[201] + _byStatus[202];

    /// <summary>When the last unit was given, in milliseconds from the beginning.</summary>
    public double LastAcceptedMs => Stopwatch.GetElapsedTime(Began, _lastAccepted).TotalMilliseconds;

    public string Statuses => string.Join(", ", _byStatus.Select((n, status) => (n, status)).Where(s => s.n > 0).Select(s => $"{s.status} × {s.n}"));

    /// <summary>Claims without a clear answer, such as 503 under overload: whether they got a unit only the database knows.</summary>
    public int Unclear => (int)Total - _byStatus[200] - Accepted - _byStatus[409] - _byStatus[429];

    public double MinMs => Total == 0 ? 0 : _shortest / 1000.0;

    public double MaxMs => _longest / 1000.0;

    /// <summary>Milliseconds at this percentile.</summary>
    public double Ms(double percentile) => _latency.GetValueAtPercentile(percentile) / 1000.0;

    public long CountAbove(TimeSpan latency) =>
        _latency.RecordedValues().Where(v => v.ValueIteratedTo > latency.TotalMicroseconds).Sum(v => v.CountAtValueIteratedTo);

    public void Add(int status, long from, long to)
    {
        long took = Math.Clamp((long)Stopwatch.GetElapsedTime(from, to).TotalMicroseconds, 1, MicrosecondsMax);
        _latency.RecordValue(took);
        Raise(ref _longest, took);
        Lower(ref _shortest, took);
        Interlocked.Increment(ref _byStatus[status]);
        int second = (int)Stopwatch.GetElapsedTime(Began, to).TotalSeconds;
        Interlocked.Increment(ref _perSecond[Math.Clamp(second, 0, _perSecond.Length - 1)]);
        if (status is 201 or 202)
        {
            AcceptedSent.Enqueue(from);
            Raise(ref _lastAccepted, to);
        }
    }

    // The histogram rounds to three digits; the ends are told as they were.
    private static void Raise(ref long highest, long value)
    {
        for (long seen = Interlocked.Read(ref highest); value > seen; seen = Interlocked.Read(ref highest))
        {
            Interlocked.CompareExchange(ref highest, value, seen);
        }
    }

    private static void Lower(ref long lowest, long value)
    {
        for (long seen = Interlocked.Read(ref lowest); value < seen; seen = Interlocked.Read(ref lowest))
        {
            Interlocked.CompareExchange(ref lowest, value, seen);
        }
    }
}
