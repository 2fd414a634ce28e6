namespace CouponAdmin.Core.Rehearsals;

/// <summary>How a crowd comes.</summary>
public enum ArrivalCurve
{
    /// <summary>Most at the opening, and a tail: each second a fixed share fewer than in the one before.</summary>
    Spike,

    /// <summary>As many in each second.</summary>
    Even,
}

/// <summary>When the people of a crowd come.</summary>
public static class Arrivals
{
    /// <summary>The spike loses two thirds of its height this many times before its end: half of the people come within a twelfth of the time.</summary>
    internal const double SpikeFalls = 8;

    /// <summary>After how long this share of the crowd has come.</summary>
    /// <param name="curve">How they come.</param>
    /// <param name="share">0…1.</param>
    /// <param name="over">From the first to the last of them.</param>
    public static TimeSpan Moment(ArrivalCurve curve, double share, TimeSpan over) => over * (curve switch
    {
        ArrivalCurve.Spike => -Math.Log(1 - (Math.Clamp(share, 0, 1) * (1 - Math.Exp(-SpikeFalls)))) / SpikeFalls,
        ArrivalCurve.Even => Math.Clamp(share, 0, 1),
    });
}
