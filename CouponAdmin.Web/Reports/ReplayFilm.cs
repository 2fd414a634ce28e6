using System.Text.Json;
using CouponAdmin.Core.Reports;
using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Reports;

/// <summary>What js/replay.js plays: the state of the sale at each edge between two points of its rush, written as it is shown, so that the browser neither counts nor formats.</summary>
/// <param name="Seconds">How long the stretch was.</param>
/// <param name="Frames">One more than the rush has points: moment, time after the first claim, admitted, stored, in queue.</param>
/// <param name="Marks">Where the marked moments are, in points from the beginning, in the order of their list.</param>
public sealed record ReplayFilm(double Seconds, IReadOnlyList<IReadOnlyList<string>> Frames, IReadOnlyList<double> Marks)
{
    public static ReplayFilm Of(SaleRush rush)
    {
        ArgumentNullException.ThrowIfNull(rush);
        long admitted = rush.Before;
        RushPoint first = rush.Points[0];
        long waiting = first.InQueue - first.Admitted + first.Recorded;
        List<IReadOnlyList<string>> frames = [Frame(rush, rush.Begin, admitted, waiting)];
        foreach (RushPoint point in rush.Points)
        {
            admitted += point.Admitted;
            frames.Add(Frame(rush, point.At + rush.Width, admitted, point.InQueue));
        }

        return new ReplayFilm((rush.End - rush.Begin).TotalSeconds, frames, [.. RushTexts.Marks(rush).Select(mark => Math.Round((mark.At - rush.Begin) / rush.Width, 3))]);
    }

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    private static string[] Frame(SaleRush rush, DateTimeOffset at, long admitted, long waiting) =>
    [
        RushTexts.Moment(at, rush.Width), RushTexts.After(at - rush.Marks.FirstClaim), Figures.Count(admitted), Figures.Count(admitted - waiting), Figures.Count(waiting),
    ];
}
