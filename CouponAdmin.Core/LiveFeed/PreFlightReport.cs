namespace CouponAdmin.Core.LiveFeed;

/// <summary>What a look before the opening can find. Each has one line of words, and what to do.</summary>
public enum PreFlightFinding
{
    CacheAgrees,
    CacheComesWithPublishing,
    CacheIsCold,
    CacheDiffers,
    CacheUnknown,

    StoreIsDurable,
    StoreMayLose,
    StoreMayEvict,
    StoreDurabilityUnknown,
    StoreIsAway,

    DrainerRuns,
    DrainerIsSilent,

    ClocksAgree,
    ClocksAreApart,
    ClocksUnknown,

    WindowIsComing,
    WindowRuns,
    WindowIsShort,
    WindowIsOver,
}

public enum PreFlightGrade
{
    Good,

    /// <summary>The sale can go on; somebody should know.</summary>
    Warning,

    /// <summary>The sale would fail or lose claims.</summary>
    Failure,
}

/// <summary>One line of the list.</summary>
public sealed record PreFlightLine(PreFlightFinding Finding)
{
    public PreFlightGrade Grade => Finding switch
    {
        PreFlightFinding.CacheAgrees or PreFlightFinding.CacheComesWithPublishing or PreFlightFinding.StoreIsDurable or PreFlightFinding.DrainerRuns
            or PreFlightFinding.ClocksAgree or PreFlightFinding.WindowIsComing or PreFlightFinding.WindowRuns => PreFlightGrade.Good,
        PreFlightFinding.CacheIsCold or PreFlightFinding.StoreDurabilityUnknown or PreFlightFinding.StoreMayLose or PreFlightFinding.ClocksAreApart
            or PreFlightFinding.ClocksUnknown or PreFlightFinding.WindowIsShort => PreFlightGrade.Warning,
        PreFlightFinding.CacheDiffers or PreFlightFinding.CacheUnknown or PreFlightFinding.StoreMayEvict or PreFlightFinding.StoreIsAway
            or PreFlightFinding.DrainerIsSilent or PreFlightFinding.WindowIsOver => PreFlightGrade.Failure,
    };
}

/// <summary>The list of one campaign at one moment: cache, store, drainer, clocks, window.</summary>
/// <param name="Lines">In that order.</param>
/// <param name="Health">What the lines about the system rest on.</param>
/// <param name="At">On the store's clock.</param>
public sealed record PreFlightReport(IReadOnlyList<PreFlightLine> Lines, SystemHealth Health, DateTimeOffset At)
{
    public PreFlightGrade Grade => Lines.Max(line => line.Grade);
}
