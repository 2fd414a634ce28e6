using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Web.Shared;
using MudBlazor;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>What each finding before the opening means, and what to do.</summary>
public static class PreFlightTexts
{
    public static string Word(PreFlightGrade grade) => grade switch
    {
        PreFlightGrade.Good => Say.In("정상", "OK"),
        PreFlightGrade.Warning => Say.In("주의", "Warning"),
        PreFlightGrade.Failure => Say.In("실패", "Fails"),
    };

    public static string Icon(PreFlightGrade grade) => grade switch
    {
        PreFlightGrade.Good => Icons.Material.Outlined.CheckCircle,
        PreFlightGrade.Warning => Icons.Material.Outlined.WarningAmber,
        PreFlightGrade.Failure => Icons.Material.Outlined.ErrorOutline,
    };

    /// <summary>The class in css/console.css that colours it.</summary>
    public static string Style(PreFlightGrade grade) => grade switch
    {
        PreFlightGrade.Good => "grade-good",
        PreFlightGrade.Warning => "grade-warning",
        PreFlightGrade.Failure => "grade-failure",
    };

    public static string Of(PreFlightFinding finding, SystemHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        string offset = health.ClockOffset is { } apart ? Figures.Duration(apart.Duration()) : Figures.Unknown;
        return finding switch
        {
            PreFlightFinding.CacheAgrees => Say.In("캐시가 예열되어 있고 데이터베이스와 같습니다.", "The cache is warm and equals the database."),
            PreFlightFinding.CacheComesWithPublishing => Say.In("캐시는 게시할 때 예열됩니다.", "The cache will be warmed on publishing."),
            PreFlightFinding.CacheIsCold => Say.In("캐시에 없습니다. 위의 예열을 누르십시오.", "Not in the cache. Press Warm above."),
            PreFlightFinding.CacheDiffers => Say.In("캐시와 데이터베이스가 다릅니다. 위의 예열을 누르십시오.", "Cache and database differ. Press Warm above."),
            PreFlightFinding.CacheUnknown => Say.In("저장소가 답하지 않아 캐시를 확인하지 못했습니다. 저장소부터 살리십시오.", "The store did not answer, so the cache is unknown. Mend the store first."),
            PreFlightFinding.StoreIsDurable => Say.In("저장소는 답하기 전에 신청을 디스크에 적습니다.", "The store writes each claim to disk before it answers."),
            PreFlightFinding.StoreMayLose => Say.In(
                "저장소가 죽으면 접수된 신청을 잃을 수 있습니다. appendonly yes, appendfsync always로 바꾸십시오.",
                "If the store crashes, admitted claims may be lost. Set appendonly yes and appendfsync always."),
            PreFlightFinding.StoreMayEvict => Say.In(
                "저장소가 메모리가 차면 신청을 지울 수 있습니다. maxmemory-policy noeviction으로 바꾸십시오.",
                "With its memory full the store may erase claims. Set maxmemory-policy noeviction."),
            PreFlightFinding.StoreDurabilityUnknown => Say.In(
                "저장소의 내구성 설정을 읽을 수 없습니다. 저장소 관리자에게 appendfsync always인지 확인하십시오.",
                "The store does not show its durability. Ask whoever runs it whether appendfsync is always."),
            PreFlightFinding.StoreIsAway => Say.In("저장소가 답하지 않습니다. 연결과 서버를 확인하십시오.", "The store does not answer. Check the connection and the server."),
            PreFlightFinding.DrainerRuns => Say.In("저장 담당이 돌고 있습니다.", "The drainer runs."),
            PreFlightFinding.DrainerIsSilent => Say.In(
                "저장 담당이 끝마친 적이 없거나 멈췄습니다. 데이터베이스와 이 인스턴스의 로그를 확인하십시오.",
                "The drainer has stopped or never comes to its end. Check the database and this instance's log."),
            PreFlightFinding.ClocksAgree => Say.In($"저장소와 이 인스턴스의 시계가 맞습니다 (차이 {offset}).", $"The clocks of the store and this instance agree ({offset} apart)."),
            PreFlightFinding.ClocksAreApart => Say.In(
                $"저장소와 이 인스턴스의 시계가 {offset} 다릅니다. 판매는 저장소의 시계로 열립니다. NTP를 확인하십시오.",
                $"The clocks of the store and this instance are {offset} apart. The sale opens by the store's. Check NTP."),
            PreFlightFinding.ClocksUnknown => Say.In("저장소가 답하지 않아 시계를 비교하지 못했습니다.", "The store did not answer, so the clocks could not be compared."),
            PreFlightFinding.WindowIsComing => Say.In("시작이 앞에 있고 종료는 그 뒤입니다.", "The opening is ahead, and the closing after it."),
            PreFlightFinding.WindowRuns => Say.In("시작 시각이 지났으므로 게시하면 바로 열립니다.", "The opening has passed: it is open as soon as it is published."),
            PreFlightFinding.WindowIsShort => Say.In(
                $"판매할 시간이 {Figures.Duration(PreFlight.WindowMin)}도 되지 않습니다. 종료 시각을 확인하십시오.",
                $"Less than {Figures.Duration(PreFlight.WindowMin)} to sell in. Check the closing."),
            PreFlightFinding.WindowIsOver => Say.In("종료 시각이 지났습니다. 초안이면 시각을 고치십시오.", "The window is over. Mend it while it is a draft."),
        };
    }

    /// <summary>What a line is about.</summary>
    public static string Subject(PreFlightFinding finding) => finding switch
    {
        PreFlightFinding.CacheAgrees or PreFlightFinding.CacheComesWithPublishing or PreFlightFinding.CacheIsCold or PreFlightFinding.CacheDiffers
            or PreFlightFinding.CacheUnknown => Say.In("캐시", "Cache"),
        PreFlightFinding.StoreIsDurable or PreFlightFinding.StoreMayLose or PreFlightFinding.StoreMayEvict or PreFlightFinding.StoreDurabilityUnknown
            or PreFlightFinding.StoreIsAway => Say.In("저장소", "Store"),
        PreFlightFinding.DrainerRuns or PreFlightFinding.DrainerIsSilent => Say.In("저장 담당", "Drainer"),
        PreFlightFinding.ClocksAgree or PreFlightFinding.ClocksAreApart or PreFlightFinding.ClocksUnknown => Say.In("시계", "Clocks"),
        PreFlightFinding.WindowIsComing or PreFlightFinding.WindowRuns or PreFlightFinding.WindowIsShort or PreFlightFinding.WindowIsOver => Say.In("판매 기간", "Window"),
    };
}
