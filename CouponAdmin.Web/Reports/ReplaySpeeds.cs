namespace CouponAdmin.Web.Reports;

/// <summary>How fast a past sale can be played: a rush of a second is slowed down, a sale of hours is hurried up.</summary>
public static class ReplaySpeeds
{
    /// <summary>Nothing can be followed that is over sooner.</summary>
    public static readonly TimeSpan TakesMin = TimeSpan.FromSeconds(1);

    /// <summary>And nobody waits longer.</summary>
    public static readonly TimeSpan TakesMax = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Comfortable = TimeSpan.FromSeconds(10);

    private static readonly double[] Times = [0.01, 0.1, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    /// <summary>The speeds for a stretch of that length, the slowest first; always at least one.</summary>
    public static IReadOnlyList<double> For(TimeSpan length)
    {
        double[] fitting = [.. Times.Where(times => length / times >= TakesMin && length / times <= TakesMax)];
        return fitting.Length > 0 ? fitting : [length > TakesMax ? Times[^1] : Times[0]];
    }

    /// <summary>The one that is chosen before somebody chooses: it takes about ten seconds.</summary>
    public static double UsualFor(TimeSpan length) => For(length).MinBy(times => Math.Abs(Math.Log(length / times / Comfortable)));
}
