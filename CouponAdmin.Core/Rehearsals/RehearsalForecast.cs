namespace CouponAdmin.Core.Rehearsals;

/// <summary>What a sale meets first as its crowd grows.</summary>
public enum SaleLimit
{
    /// <summary>Nothing: nobody waits noticeably.</summary>
    None,

    /// <summary>What an instance can answer: more instances help.</summary>
    Entrance,

    /// <summary>What the store's master can admit: more instances do not help.</summary>
    Store,

    /// <summary>What the database can record. Members have their place by then, and wait for the code.</summary>
    Drain,
}

/// <summary>What a rehearsal says of the real sale.</summary>
/// <param name="Likely">By the mean rates.</param>
/// <param name="Best">By the rates of the fastest slices.</param>
/// <param name="Worst">By the rates of the slowest slices.</param>
/// <param name="Limit">What holds people up first.</param>
/// <param name="Instances">Instances like this one that answer everybody within <see cref="AnswerGoal"/> of their press; null: no number of them does, as the store limits.</param>
/// <param name="Error">See <see cref="Of"/>.</param>
public sealed record RehearsalForecast(SaleOutlook Likely, SaleOutlook Best, SaleOutlook Worst, SaleLimit Limit, int? Instances, double Error)
{
    /// <summary>A wait that people notice, beyond what an answer takes when nobody waits.</summary>
    public static readonly TimeSpan AnswerGoal = TimeSpan.FromSeconds(1);

    /// <summary>More are not looked at.</summary>
    public const int InstancesMax = 64;

    /// <summary>The store limits where it could take less than this many times what the entrance let through: the rest of the time it waited for claims.</summary>
    internal const double StoreNear = 1.3;

    /// <summary>Plays the sale with the rates of a rehearsal.</summary>
    /// <remarks>
    /// A rehearsal measures each rate in slices of the same stretch. The sale is played three times: with the mean rates, with each rate's slowest slice, and with each rate's fastest.
    /// So the range from best to worst holds what the installation did at its best and at its worst during the rehearsal; it is no promise for another day.
    /// <see cref="Error"/> is the largest spread among the rates: half of the distance from slowest to fastest, as a share of the mean.
    /// </remarks>
    public static RehearsalForecast Of(SaleAhead sale, RehearsalMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(sale);
        ArgumentNullException.ThrowIfNull(measures);
        SaleRates mean = RatesOf(measures, rate => rate.Mean);
        SaleOutlook likely = SaleModel.Play(sale, mean);
        return new RehearsalForecast(
            likely, SaleModel.Play(sale, RatesOf(measures, rate => rate.Fastest)), SaleModel.Play(sale, RatesOf(measures, rate => rate.Slowest)),
            LimitOf(likely, mean, measures.StorePerSecond), InstancesFor(sale, mean, measures.StorePerSecond),
            Math.Max(measures.Admissions.Error, Math.Max(measures.SoldOutAnswers.Error, measures.Records.Error)));
    }

    /// <summary>Instances share the work of the entrance evenly; the store's master is one, whatever their number.</summary>
    internal static int? InstancesFor(SaleAhead sale, SaleRates one, double storePerSecond)
    {
        double store = Math.Max(storePerSecond, one.Admissions);
        for (int instances = 1; instances <= InstancesMax; instances++)
        {
            SaleRates all = one with { Admissions = Math.Min(instances * one.Admissions, store), SoldOut = instances * one.SoldOut };
            if (SaleModel.Play(sale, all).LongestAnswer - one.Answer <= AnswerGoal)
            {
                return instances;
            }
        }

        return null;
    }

    private static SaleLimit LimitOf(SaleOutlook likely, SaleRates rates, double storePerSecond)
    {
        TimeSpan forAnswer = likely.LongestAnswer - rates.Answer, forCoupon = likely.LongestWait - rates.Record;
        return forAnswer <= AnswerGoal && forCoupon <= AnswerGoal ? SaleLimit.None
            : forCoupon > forAnswer ? SaleLimit.Drain
            : storePerSecond < rates.Admissions * StoreNear ? SaleLimit.Store
            : SaleLimit.Entrance;
    }

    private static SaleRates RatesOf(RehearsalMeasures measures, Func<Spread, double> rate) => new(
        rate(measures.Admissions), rate(measures.SoldOutAnswers), rate(measures.Records), measures.AnswerP50, measures.RecordAfter);
}
