namespace CouponAdmin.Core.Rehearsals;

/// <summary>A count that was reached at a moment.</summary>
/// <param name="Seconds">Since the stretch began.</param>
/// <param name="Count">Reached by then.</param>
public readonly record struct Reached(double Seconds, int Count);

/// <summary>Rates of a stretch, measured in slices of equal counts.</summary>
public static class RateSlices
{
    /// <summary>No slice is taken for shorter: what comes at once would have no rate. The stretch is then as long as its slices together, so that its mean lies between them.</summary>
    public const double ShortestSeconds = 0.001;

    /// <summary>Of answers, by the moments at which they came.</summary>
    /// <param name="moments">In seconds since the stretch began, in order; at least one.</param>
    public static Spread OfAnswers(IReadOnlyList<double> moments)
    {
        ArgumentNullException.ThrowIfNull(moments);
        return OfCounts([.. moments.Select((at, index) => new Reached(at, index + 1))], moments.Count);
    }

    /// <summary>Of something that is counted now and then: between two looks it is taken to have gone on evenly.</summary>
    /// <param name="looks">In order of time; the first count is above 0 or the stretch began at 0.</param>
    /// <param name="total">The count at which the stretch ends; at least one.</param>
    public static Spread OfCounts(IReadOnlyList<Reached> looks, int total)
    {
        ArgumentNullException.ThrowIfNull(looks);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        int slices = Math.Min(RehearsalCast.Slices, total);
        double begin = 0, slowest = double.PositiveInfinity, fastest = 0;
        for (int slice = 1; slice <= slices; slice++)
        {
            double end = Math.Max(begin + ShortestSeconds, MomentOf(looks, (double)total * slice / slices));
            double rate = (double)total / slices / (end - begin);
            (slowest, fastest, begin) = (Math.Min(slowest, rate), Math.Max(fastest, rate), end);
        }

        return new Spread(total / begin, slowest, fastest);
    }

    private static double MomentOf(IReadOnlyList<Reached> looks, double count)
    {
        Reached before = default;
        foreach (Reached look in looks)
        {
            if (look.Count >= count)
            {
                return look.Count == before.Count ? look.Seconds
                    : before.Seconds + ((look.Seconds - before.Seconds) * (count - before.Count) / (look.Count - before.Count));
            }

            before = look;
        }

        return before.Seconds;
    }
}
