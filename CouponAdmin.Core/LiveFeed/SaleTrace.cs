using System.Collections.Concurrent;
using CouponAdmin.Core.Issuance.Tally;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>One second of a sale as an instance knows it.</summary>
/// <param name="Unix">Seconds since 1970 on the store's clock.</param>
internal sealed record TraceSecond(long Unix, IReadOnlyDictionary<TallyKind, int>? Answers, int? QueueDepth);

/// <summary>The last hour of a sale at one moment. All pages of an instance draw from the same one, so each range is put together once.</summary>
public sealed class SaleTrace
{
    /// <summary>Points of one chart.</summary>
    public const int PointsMax = 60;

    /// <summary>The whole trace, and the longest range.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly long _end;
    private readonly IReadOnlyList<TraceSecond> _seconds;
    private readonly ConcurrentDictionary<TraceRange, IReadOnlyList<TracePoint>> _points = new();

    /// <param name="endUnix">The first second that is not part of it: counts of the newest seconds are still on their way.</param>
    /// <param name="seconds">Seconds about which something is known.</param>
    internal SaleTrace(long endUnix, IReadOnlyList<TraceSecond> seconds) => (_end, _seconds) = (endUnix, seconds);

    /// <summary>Where the answers are: the shortest range that holds half of them; the middle one while there are none.</summary>
    public TraceRange Fitting
    {
        get
        {
            long all = AnswersIn(TraceRange.OneHour);
            return all == 0 ? TraceRange.FiveMinutes : Enum.GetValues<TraceRange>().First(range => AnswersIn(range) * 2 >= all);
        }
    }

    /// <summary>How long one point of a range is.</summary>
    public static TimeSpan WidthOf(TraceRange range) => range switch
    {
        TraceRange.OneMinute => TimeSpan.FromSeconds(1),
        TraceRange.FiveMinutes => TimeSpan.FromSeconds(5),
        TraceRange.OneHour => TimeSpan.FromMinutes(1),
    };

    /// <summary>The points of a range, oldest first, always <see cref="PointsMax"/>; the same list for everyone who asks this trace.</summary>
    public IReadOnlyList<TracePoint> Points(TraceRange range) => _points.GetOrAdd(range, Bucketed);

    private long AnswersIn(TraceRange range)
    {
        long first = _end - (PointsMax * (long)WidthOf(range).TotalSeconds);
        return _seconds.Where(s => s.Unix >= first && s.Unix < _end).Sum(s => s.Answers?.Values.Sum(count => (long)count) ?? 0);
    }

    private IReadOnlyList<TracePoint> Bucketed(TraceRange range)
    {
        long width = (long)WidthOf(range).TotalSeconds;

        // Stretches begin at whole multiples of their width, so that a point keeps its seconds while time moves on; the last one may be short.
        long first = (((_end - 1) / width) - PointsMax + 1) * width;
        ILookup<long, TraceSecond> stretches = _seconds.Where(s => s.Unix >= first && s.Unix < _end).ToLookup(s => (s.Unix - first) / width);
        return [.. Enumerable.Range(0, PointsMax).Select(i => PointOf(first + (i * width), width, [.. stretches[i]]))];
    }

    private TracePoint PointOf(long begin, long width, TraceSecond[] seconds)
    {
        double length = Math.Min(width, _end - begin);
        return new TracePoint(
            DateTimeOffset.FromUnixTimeSeconds(begin), Rate(TallyKind.Admitted), Rate(TallyKind.Repeated), Rate(TallyKind.SoldOut), Rate(TallyKind.Refused),
            Rate(TallyKind.NotEligible), Rate(TallyKind.Limited), seconds.Max(s => s.QueueDepth));

        double Rate(TallyKind kind) => seconds.Sum(s => s.Answers?.GetValueOrDefault(kind) ?? 0) / length;
    }
}
