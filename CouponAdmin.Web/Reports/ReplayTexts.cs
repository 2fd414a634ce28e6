using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Reports;
using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Reports;

/// <summary>The sentences of a replay.</summary>
public static class ReplayTexts
{
    public static string Before => Say.In("아직 아무도 신청하지 않았습니다.", "Nobody has claimed yet.");

    /// <summary>A speed, and how long it takes at that.</summary>
    public static string Speed(double times, TimeSpan length)
    {
        string speed = times < 1 ? $"1/{Figures.Count((long)Math.Round(1 / times))}×" : $"{Figures.Count((long)times)}×";
        return $"{speed} ({Figures.Duration(length / times)})";
    }

    /// <summary>What stands under the replay when it is over: how much of the sale that was, and what it leaves out.</summary>
    public static string Ended(SaleReport report, SaleRush rush)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(rush);
        long admitted = rush.Before + rush.Points.Sum(p => p.Admitted), waiting = rush.Points[^1].InQueue;
        List<string> parts =
        [
            Say.In(
                $"여기까지입니다: 기록된 신청 {Figures.Count(admitted + rush.After)}건 가운데 {Figures.Count(admitted)}건이 접수되었습니다.",
                $"This is the end of the stretch: {Figures.Count(admitted)} of {Figures.Count(admitted + rush.After)} recorded claims were admitted."),
        ];
        if (waiting > 0)
        {
            parts.Add(Say.In($"{Figures.Count(waiting)}건은 아직 답을 기다리고 있었습니다.", $"{Figures.Count(waiting)} still waited for their answer."));
        }

        if (rush.After > 0)
        {
            parts.Add(Say.In($"나머지 {Figures.Count(rush.After)}건은 그 뒤에 왔습니다.", $"The other {Figures.Count(rush.After)} came later."));
        }

        if (report.State is CampaignState.Open or CampaignState.Paused)
        {
            parts.Add(Say.In(
                $"판매가 아직 끝나지 않았습니다: {SeoulTime.Clock(report.At)}까지 기록된 것입니다.",
                $"The sale isn't over: this is what was recorded up to {SeoulTime.Clock(report.At)}."));
        }
        else if (report.Queued is null or > 0)
        {
            parts.Add(report.Queued is { } queued
                ? Say.In($"아직 기록되지 않은 신청 {Figures.Count(queued)}건은 들어 있지 않습니다.", $"{Figures.Count(queued)} claims that aren't recorded yet are not in it.")
                : Say.In("저장소가 답하지 않아, 기록되지 않은 신청이 있는지 알 수 없습니다.", "The store did not answer, so nobody knows whether claims are still to be recorded."));
        }

        return string.Join(' ', parts);
    }
}
