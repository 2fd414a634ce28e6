namespace CouponAdmin.Core.Rehearsals;

/// <summary>Where what happened lies by the range of a forecast.</summary>
public enum ForecastVerdict
{
    Within,

    /// <summary>Shorter than the best forecast.</summary>
    Shorter,

    /// <summary>Longer than the worst forecast.</summary>
    Longer,

    /// <summary>It has not happened, or was not forecast.</summary>
    Unknown,
}

/// <summary>Holds a forecast against what happened.</summary>
public static class ForecastCheck
{
    /// <summary>A crowd so many times as large or small as expected makes the forecast one of another sale.</summary>
    public const double OtherCrowd = 2;

    /// <param name="best">By the fastest slices; null: not forecast.</param>
    /// <param name="worst">By the slowest slices; null: not forecast.</param>
    /// <param name="real">What happened; null: it has not.</param>
    public static ForecastVerdict Judge(TimeSpan? best, TimeSpan? worst, TimeSpan? real) =>
        best is null || worst is null || real is null ? ForecastVerdict.Unknown
        : real < best ? ForecastVerdict.Shorter
        : real > worst ? ForecastVerdict.Longer
        : ForecastVerdict.Within;

    /// <summary>Far more or far fewer people came than the forecast was made for.</summary>
    public static bool IsOfAnotherCrowd(long expected, long came) => came > expected * OtherCrowd || came * OtherCrowd < expected;
}
