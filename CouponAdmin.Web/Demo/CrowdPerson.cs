namespace CouponAdmin.Web.Demo;

/// <summary>One person of a crowd.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Comes">How long after the crowd's beginning they ask first.</param>
/// <param name="AsksTwice">They press again after the answer.</param>
/// <param name="LosesConnection">They hang up before the answer, and then ask again.</param>
internal sealed record CrowdPerson(int Number, TimeSpan Comes, bool AsksTwice, bool LosesConnection)
{
    /// <summary>The last ones come after so long.</summary>
    public static readonly TimeSpan ComesMax = TimeSpan.FromSeconds(10);

    /// <summary>Half of them have come after so long.</summary>
    public static readonly TimeSpan ComesMedian = TimeSpan.FromSeconds(0.4);

    /// <summary>Of the logarithm: a fifth comes within 150 ms, a tenth after more than 1.7 s.</summary>
    private const double Spread = 1.15;

    private const double AsksTwiceShare = 0.08;
    private const double LosesConnectionShare = 0.03;

    /// <summary>A crowd in the order in which it comes: each person's delay is log-normal, as reaction times are, which gives a spike and a long tail.</summary>
    public static IReadOnlyList<CrowdPerson> Crowd(int people, Random random)
    {
        TimeSpan[] moments = [.. Enumerable.Range(0, people).Select(_ => Delay(random)).Order()];
        return [.. moments.Select((comes, i) => new CrowdPerson(i + 1, comes, random.NextDouble() < AsksTwiceShare, random.NextDouble() < LosesConnectionShare))];
    }

    // Box and Muller: two even numbers make a normal one.
    private static TimeSpan Delay(Random random)
    {
        double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        TimeSpan delay = ComesMedian * Math.Exp(Spread * normal);
        return delay < ComesMax ? delay : ComesMax;
    }
}
