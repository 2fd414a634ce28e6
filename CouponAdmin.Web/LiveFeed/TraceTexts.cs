using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>The ranges of the live charts by their minutes, and the pictures that the charts draw of a trace.</summary>
public static class TraceTexts
{
    public static readonly IReadOnlyList<(TraceRange Range, int Minutes)> Ranges =
        [(TraceRange.OneMinute, 1), (TraceRange.FiveMinutes, 5), (TraceRange.OneHour, 60)];

    /// <summary>The range of a number of minutes; null where the address says nothing that is offered.</summary>
    public static TraceRange? RangeOf(int? minutes) => Ranges.Where(r => r.Minutes == minutes).Select(r => (TraceRange?)r.Range).FirstOrDefault();

    public static string Word(int minutes) => Say.In($"{minutes}분", minutes == 1 ? "1 minute" : $"{minutes} minutes");

    /// <summary>Answers a second by kind.</summary>
    public static ChartPicture Answers(IReadOnlyList<TracePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return new ChartPicture(
            MomentsOf(points),
            [
                new(AnswerWords.Admitted, "var(--open)", [.. points.Select(p => (double?)p.Admitted)], Figures.Rate),
                new(AnswerWords.Repeated, "var(--scheduled)", [.. points.Select(p => (double?)p.Repeated)], Figures.Rate),
                new(AnswerWords.SoldOut, "var(--sold-out)", [.. points.Select(p => (double?)p.SoldOut)], Figures.Rate),
                new(AnswerWords.TurnedAway, "var(--alarm)", [.. points.Select(p => (double?)p.TurnedAway)], Figures.Rate),
            ]);
    }

    /// <summary>The deepest queue of each stretch.</summary>
    public static ChartPicture Depths(IReadOnlyList<TracePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return new ChartPicture(
            MomentsOf(points),
            [new(Say.In("대기", "In queue"), "var(--scheduled)", [.. points.Select(p => (double?)p.QueueDepth)], depth => Figures.Count((int?)depth))]);
    }

    private static IReadOnlyList<string> MomentsOf(IReadOnlyList<TracePoint> points) => [.. points.Select(p => SeoulTime.Clock(p.At))];
}
