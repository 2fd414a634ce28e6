using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>What is wrong with a sale right now, and what to do about it; the worst first.</summary>
public static class SaleAlarms
{
    /// <summary>A change is in the database a moment before it is in the store: only what lasts is an alarm.</summary>
    private static readonly TimeSpan DisagreesMax = TimeSpan.FromSeconds(2);

    /// <param name="campaign">The sale.</param>
    /// <param name="reading">Its live numbers.</param>
    /// <param name="usualQueueTtl">The system's setting, for campaigns that name no time to live of their own.</param>
    public static IReadOnlyList<string> Of(CampaignView campaign, LiveReading reading, TimeSpan usualQueueTtl)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        ArgumentNullException.ThrowIfNull(reading);
        reading = reading.Newest;
        if (reading.StateOf(campaign) is CampaignState.Draft or CampaignState.Archived)
        {
            return [];
        }

        return [.. Silence(campaign, reading), .. Disagreement(reading), .. LongWait(campaign, reading, usualQueueTtl), .. WontOpen(campaign, reading)];
    }

    private static IEnumerable<string> Disagreement(LiveReading reading)
    {
        if (reading.Pulse is { Disagrees: true } pulse && pulse.DisagreesFor > DisagreesMax)
        {
            yield return Say.In(
                "캐시와 데이터베이스가 다릅니다. 예열을 눌러 맞추십시오. 그대로 두어도 1분 안에 다시 맞춥니다.",
                "Cache and database disagree. Press Warm to mend it; left alone, it is mended within a minute.");
        }
    }

    private static IEnumerable<string> WontOpen(CampaignView campaign, LiveReading reading)
    {
        if (campaign.IsPaused && reading.StateOf(campaign) == CampaignState.Scheduled)
        {
            yield return Say.In(
                "일시 중지되어 있어 시작 시각이 되어도 열리지 않습니다. 예정대로 열려면 재개하십시오.",
                "This sale is paused and will not open at its time. Resume it to open as planned.");
        }
    }

    private static IEnumerable<string> Silence(CampaignView campaign, LiveReading reading)
    {
        // A sale that is over may have left the store: silence is then no news.
        if (reading.IsSilent && reading.StateOf(campaign) != CampaignState.Closed)
        {
            string age = Figures.Duration(reading.Age);
            yield return Say.In(
                $"{age} 동안 새 숫자가 오지 않았습니다. 저장소 연결을 확인하고, 이어져 있으면 예열하십시오. 아래 숫자는 마지막으로 읽은 값입니다.",
                $"No new numbers for {age}. Check the store's connection, and warm the campaign if it is up; the numbers below are the last ones read.");
        }
    }

    private static IEnumerable<string> LongWait(CampaignView campaign, LiveReading reading, TimeSpan usualQueueTtl)
    {
        TimeSpan ttl = campaign.QueueTtlSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : usualQueueTtl;
        if (reading.Pulse is not { QueueDepth: > 0 } pulse || pulse.OldestWaiting <= ttl)
        {
            yield break;
        }

        string waiting = Figures.Duration(pulse.OldestWaiting);
        yield return campaign.QueueTtlPolicy switch
        {
            QueueTtlPolicy.Honour => Say.In(
                $"가장 오래된 신청이 {waiting}째 기다립니다. 그래도 발급되지만 저장이 밀려 있습니다. 데이터베이스를 확인하십시오.",
                $"The oldest claim has been waiting {waiting}. It will still be issued, but storing lags. Check the database."),
            QueueTtlPolicy.Expire => Say.In(
                $"가장 오래된 신청이 {waiting}째 기다려 대기 시간을 넘겼습니다. 이런 신청은 만료되고 수량은 다음 사람에게 갑니다.",
                $"The oldest claim has been waiting {waiting}, over the queue's time to live: such claims expire and their units are given on."),
        };
    }
}
