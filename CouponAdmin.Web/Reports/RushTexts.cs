using CouponAdmin.Core.Reports;
using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Reports;

/// <summary>The picture of a rush, and its sentences.</summary>
public static class RushTexts
{
    public static string Title(SaleRush rush)
    {
        ArgumentNullException.ThrowIfNull(rush);
        string width = BucketPicture.WidthText(rush.Width);
        return Say.In($"{width}마다 접수와 대기열", $"Claims and the queue in steps of {width}");
    }

    public static BucketPicture Picture(SaleRush rush)
    {
        ArgumentNullException.ThrowIfNull(rush);
        return new BucketPicture(
            [.. rush.Points.Select(p => Moment(p.At, rush.Width))],
            [
                (AnswerWords.Admitted, [.. rush.Points.Select(p => (long?)p.Admitted)]),
                (Say.In("기록", "Stored"), [.. rush.Points.Select(p => (long?)p.Recorded)]),
                (Say.In("대기", "In queue"), [.. rush.Points.Select(p => (long?)p.InQueue)]),
            ],
            MarkTexts.PlacesOf(Marks(rush), rush.Begin, rush.End));
    }

    /// <summary>The marked moments by their letters.</summary>
    public static IReadOnlyList<MarkedMoment> Marks(SaleRush rush)
    {
        ArgumentNullException.ThrowIfNull(rush);
        return MarkTexts.Of(rush.Marks.FirstClaim, rush.Marks.LastUnit, rush.Marks.LastAnswer);
    }

    /// <summary>What the stretch leaves out; null: nothing.</summary>
    public static string? LeftOut(SaleRush rush)
    {
        ArgumentNullException.ThrowIfNull(rush);
        string before = Say.In($"이 앞에 접수된 신청: {Figures.Count(rush.Before)}건.", $"Admitted before this: {Figures.Count(rush.Before)}.");
        string after = Say.In($"이 뒤에 접수된 신청: {Figures.Count(rush.After)}건.", $"Admitted after this: {Figures.Count(rush.After)}.");
        return (rush.Before, rush.After) switch
        {
            (0, 0) => null,
            (0, _) => after,
            (_, 0) => before,
            _ => $"{before} {after}",
        };
    }

    /// <summary>How long after a beginning, or before it.</summary>
    internal static string After(TimeSpan time) => time < TimeSpan.Zero ? $"−{Figures.Fine(-time)}" : $"+{Figures.Fine(time)}";

    // The day is in the report's head; a stretch of days names it.
    internal static string Moment(DateTimeOffset at, TimeSpan width) =>
        width < TimeSpan.FromSeconds(1) ? SeoulTime.Fine(at) : width < TimeSpan.FromHours(1) ? SeoulTime.Clock(at) : SeoulTime.Second(at);
}
