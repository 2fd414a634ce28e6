namespace CouponAdmin.Core.Rehearsals;

/// <summary>A rate a second that was measured in several slices of one stretch.</summary>
/// <param name="Mean">Of the whole stretch.</param>
/// <param name="Slowest">Of the slowest slice.</param>
/// <param name="Fastest">Of the fastest slice.</param>
public sealed record Spread(double Mean, double Slowest, double Fastest)
{
    /// <summary>Half of the distance from the slowest to the fastest slice, as a share of the mean.</summary>
    public double Error => Mean > 0 ? (Fastest - Slowest) / 2 / Mean : 0;
}

/// <summary>What a rehearsal measured, through this installation's own entrance, store and database.</summary>
/// <param name="Admissions">Claims that were admitted.</param>
/// <param name="SoldOutAnswers">Answers "sold out".</param>
/// <param name="Records">Coupons that were written to the database.</param>
/// <param name="StorePerSecond">Claims for each second that the store's scripts took: what the store could take if nothing else limited.</param>
/// <param name="AnswerP50">Of the crowd that came as expected.</param>
/// <param name="AnswerP99">Of the crowd that came as expected.</param>
/// <param name="AnswerMax">Of the crowd that came as expected.</param>
/// <param name="RecordAfter">From the last admission of a stretch until all of it was recorded; the shortest.</param>
/// <param name="MemoryBefore">Bytes of this instance before it began.</param>
/// <param name="MemoryPeak">The most bytes that were seen meanwhile.</param>
/// <param name="StoreMemory">Bytes that the store's memory grew by; null: it doesn't say.</param>
/// <param name="Unanswered">Claims without an answer, or with one that is neither a ticket nor "sold out".</param>
public sealed record RehearsalMeasures(
    Spread Admissions, Spread SoldOutAnswers, Spread Records, double StorePerSecond, TimeSpan AnswerP50, TimeSpan AnswerP99, TimeSpan AnswerMax,
    TimeSpan RecordAfter, long MemoryBefore, long MemoryPeak, long? StoreMemory, int Unanswered);

/// <summary>What is kept of a rehearsal.</summary>
/// <param name="Sale">The sale that was forecast, as it stood then.</param>
/// <param name="Measures">What was measured.</param>
/// <param name="Forecast">What follows for the sale.</param>
public sealed record RehearsalReport(SaleAhead Sale, RehearsalMeasures Measures, RehearsalForecast Forecast);
