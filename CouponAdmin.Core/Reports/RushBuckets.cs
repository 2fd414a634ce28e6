namespace CouponAdmin.Core.Reports;

/// <summary>A stretch of time cut into equal buckets, for a chart: microseconds on the store's clock.</summary>
/// <param name="BeginUs">Where the first bucket begins.</param>
/// <param name="WidthUs">How long each is.</param>
/// <param name="Count">How many; at most <see cref="CountMax"/>.</param>
public readonly record struct RushBuckets(long BeginUs, long WidthUs, int Count)
{
    public const int CountMax = 120;

    /// <summary>The widths to choose from, the finest first: a rush of a second is 100 buckets of the finest.</summary>
    public static readonly IReadOnlyList<TimeSpan> Widths =
    [
        .. new[] { 10, 20, 50, 100, 200, 500 }.Select(ms => TimeSpan.FromMilliseconds(ms)), .. new[] { 1, 2, 5, 10, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds)),
        .. new[] { 1, 2, 5, 10, 30 }.Select(minutes => TimeSpan.FromMinutes(minutes)), .. new[] { 1, 2, 6, 24 }.Select(hours => TimeSpan.FromHours(hours)),
        .. new[] { 7, 28, 365 }.Select(days => TimeSpan.FromDays(days)),
    ];

    public TimeSpan Width => TimeSpan.FromMicroseconds(WidthUs);

    /// <summary>The first moment that is in no bucket any more.</summary>
    public long EndUs => BeginUs + (WidthUs * Count);

    /// <summary>The finest buckets that hold both moments and all between them.</summary>
    public static RushBuckets Over(long firstUs, long lastUs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstUs);
        return Apart(firstUs, lastUs);
    }

    /// <summary>The same for times that are counted from a beginning: what came before it is negative. One edge is the beginning itself.</summary>
    public static RushBuckets Apart(long firstUs, long lastUs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lastUs, firstUs);
        RushBuckets buckets = default;
        foreach (TimeSpan width in Widths)
        {
            buckets = Of(firstUs, lastUs, width.Ticks / TimeSpan.TicksPerMicrosecond);
            if (buckets.Count <= CountMax)
            {
                break;
            }
        }

        return buckets.Count <= CountMax ? buckets : throw new ArgumentOutOfRangeException(nameof(lastUs), lastUs, "More than a hundred years.");
    }

    /// <summary>Which bucket holds a moment; negative or <see cref="Count"/> and more where none does.</summary>
    public int IndexOf(long us) => (int)Math.Clamp(Math.Floor((us - BeginUs) / (double)WidthUs), -1, Count);

    /// <summary>The same buckets for a beginning on the store's clock, after they were counted from it.</summary>
    public RushBuckets From(long originUs) => this with { BeginUs = BeginUs + originUs };

    private static RushBuckets Of(long firstUs, long lastUs, long widthUs)
    {
        // Rounded down on both sides of the beginning.
        long begin = firstUs - (((firstUs % widthUs) + widthUs) % widthUs);
        return new RushBuckets(begin, widthUs, (int)Math.Min(int.MaxValue, ((lastUs - begin) / widthUs) + 1));
    }
}
