using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>When a sale will be sold out if it goes on as in the last ten seconds.</summary>
public static class SaleForecast
{
    /// <summary>Slower than one ticket in twenty seconds is no pace to project.</summary>
    private const double PaceMin = 0.05;

    /// <summary>The sentence; null where there is nothing to project.</summary>
    public static string? Of(CampaignView campaign, LiveReading reading)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        ArgumentNullException.ThrowIfNull(reading);
        if (reading.Pulse is not { Pace: { } pace, Remaining: > 0 } pulse || reading.StateOf(campaign) != CampaignState.Open)
        {
            return null;
        }

        if (pace < PaceMin)
        {
            return Say.In("지금은 접수가 거의 없어 소진 시각을 예상할 수 없습니다", "Hardly anything is claimed now: no time of selling out to project");
        }

        TimeSpan left = TimeSpan.FromSeconds(Math.Min(pulse.Remaining / pace, TimeSpan.FromDays(365).TotalSeconds));
        DateTimeOffset end = pulse.StoreTime + left;
        return end >= campaign.ClosesAt
            ? Say.In("이 속도면 종료까지 소진되지 않습니다", "At this pace it will not sell out before it closes")
            : Say.In($"이 속도면 {SeoulTime.Clock(end)} 무렵 소진됩니다", $"At this pace sells out ≈ {SeoulTime.Clock(end)} {SeoulTime.Abbreviation}");
    }
}
