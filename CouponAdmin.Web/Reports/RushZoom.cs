namespace CouponAdmin.Web.Reports;

/// <summary>A stretch of a sale that is looked at.</summary>
public readonly record struct RushStretch(DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;
}

/// <summary>From one stretch to the next: closer, farther, earlier, later.</summary>
public static class RushZoom
{
    /// <summary>Parts of a chart that can be pressed.</summary>
    public const int Parts = 12;

    /// <summary>Ten of the finest buckets: nearer there is nothing more to see.</summary>
    public static readonly TimeSpan LengthMin = TimeSpan.FromMilliseconds(100);

    private const int Factor = 3;

    /// <summary>Around the part that was pressed.</summary>
    public static RushStretch Into(RushStretch stretch, int part) =>
        Around(stretch.From + (stretch.Length * ((part + 0.5) / Parts)), stretch.Length / Factor);

    public static RushStretch Closer(RushStretch stretch) => Around(MiddleOf(stretch), stretch.Length / Factor);

    /// <param name="stretch">What is looked at.</param>
    /// <param name="whole">All that there is; it doesn't go beyond.</param>
    public static RushStretch Farther(RushStretch stretch, RushStretch whole) => Within(Around(MiddleOf(stretch), stretch.Length * Factor), whole);

    /// <inheritdoc cref="Farther"/>
    public static RushStretch Earlier(RushStretch stretch, RushStretch whole) => Within(By(stretch, -stretch.Length / 2), whole);

    /// <inheritdoc cref="Farther"/>
    public static RushStretch Later(RushStretch stretch, RushStretch whole) => Within(By(stretch, stretch.Length / 2), whole);

    private static DateTimeOffset MiddleOf(RushStretch stretch) => stretch.From + (stretch.Length / 2);

    private static RushStretch Around(DateTimeOffset middle, TimeSpan length)
    {
        TimeSpan wide = length < LengthMin ? LengthMin : length;
        return new RushStretch(middle - (wide / 2), middle + (wide / 2));
    }

    private static RushStretch By(RushStretch stretch, TimeSpan time) => new(stretch.From + time, stretch.To + time);

    // Moved rather than cut, so that its length stays; what is longer than all becomes all.
    private static RushStretch Within(RushStretch stretch, RushStretch whole) =>
        stretch.Length >= whole.Length ? Around(MiddleOf(whole), whole.Length)
        : stretch.From < whole.From ? By(stretch, whole.From - stretch.From)
        : stretch.To > whole.To ? By(stretch, whole.To - stretch.To)
        : stretch;
}
