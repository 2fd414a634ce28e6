using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Rehearsals;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Rehearsals;

/// <summary>What the pages say of rehearsals.</summary>
public static class RehearsalTexts
{
    /// <summary>People to send, unless somebody wishes for others.</summary>
    private const int PeopleAtFirst = 4_000;
    private const int ConnectionsAtFirst = 100;
    private const int SecondsAtFirst = 10;
    private const int CrowdPerCoupon = 10;

    /// <summary>From here on a forecast is worth little.</summary>
    private const double LargeError = 0.5;

    private static double Before => QuietMoment.Before.TotalMinutes;

    public static string What => Say.In(
        $"보이지 않는 캠페인을 만들어 지어낸 회원들이 이 설치의 HTTP 입구, 저장소, 데이터베이스로 신청하게 합니다. 잰 속도로 실제 판매를 예측하고, 만든 것은 모두 지웁니다. 판매가 열려 있거나 {Before}분 안에 시작하면 하지 않고, 그런 판매가 생기면 스스로 멈춥니다. 보내는 쪽도 이 서버에서 돌므로 예측은 실제보다 조심스럽습니다.",
        $"Made-up members claim from a hidden campaign, through this installation's HTTP entrance, store and database. From the rates follows a forecast of the real sale, and everything that was made is removed. It is refused while a sale is open or opens within {Before} minutes, and stops by itself for one. The people are sent by this server too, so the forecast is rather cautious.");

    public static RehearsalPlan FirstPlan(int quantity) => new()
    {
        Crowd = (int)Math.Clamp((long)quantity * CrowdPerCoupon, 1, RehearsalRules.CrowdMax),
        Curve = ArrivalCurve.Spike,
        Seconds = SecondsAtFirst,
        People = PeopleAtFirst,
        Connections = ConnectionsAtFirst,
    };

    public static string CrowdHelp(int quantity) => Say.In($"쿠폰 {Figures.Count(quantity)}개를 두고 옵니다. 한 사람이 한 번 신청한다고 봅니다.", $"For {Figures.Count(quantity)} coupons. Each is taken to ask once.");

    public static string PeopleHelp => Say.In(
        $"{Figures.Count(RehearsalRules.PeopleMin)}명에서 {Figures.Count(RehearsalRules.PeopleMax)}명. 많을수록 정확하고 오래 걸립니다.",
        $"{Figures.Count(RehearsalRules.PeopleMin)} to {Figures.Count(RehearsalRules.PeopleMax)}. More are more exact, and take longer.");

    public static string ConnectionsHelp => Say.In($"{Figures.Count(RehearsalRules.ConnectionsMax)}개까지 함께 씁니다.", $"They share up to {Figures.Count(RehearsalRules.ConnectionsMax)}.");

    public static string Curve(ArrivalCurve curve) => curve switch
    {
        ArrivalCurve.Spike => Say.In("시작에 몰리고 꼬리가 이어짐: 절반이 앞의 12분의 1 안에 옵니다", "A spike at the opening with a tail: half come in the first twelfth"),
        ArrivalCurve.Even => Say.In("고르게: 매초 같은 수가 옵니다", "Evenly: as many in each second"),
    };

    public static string UnderWay(RehearsalView view, string slug) => view.Campaign == slug
        ? Say.In($"{view.StartedBy} 님이 시작한 리허설이 진행 중입니다", $"A rehearsal that {view.StartedBy} started is under way")
        : Say.In($"다른 캠페인({view.Campaign})의 리허설이 진행 중입니다", $"Another campaign, {view.Campaign}, is being rehearsed");

    public static string Phase(RehearsalView view) => view.State == RehearsalState.Stopping ? Say.In("멈추는 중입니다", "Stopping") : view.Phase switch
    {
        RehearsalPhase.WarmingUp => Say.In("몇 사람이 먼저 가 봅니다", "A few people go first"),
        RehearsalPhase.Rush => Say.In("한꺼번에 몰려와 모두 접수됩니다", "All come at once, and all are admitted"),
        RehearsalPhase.Crowd => Say.In("예상한 모양대로 옵니다", "They come as the real crowd is expected to"),
        RehearsalPhase.SoldOut => Say.In("모두 소진된 뒤에 몰려옵니다", "All come at once, and find nothing left"),
        RehearsalPhase.Clearing => Say.In("만든 것을 지우고 있습니다", "Removing what was made"),
    };

    public static string Progress(RehearsalView view) => Say.In(
        $"{Figures.Count(view.People)}명 중 {Figures.Count(view.Answered)}명이 답을 받았습니다", $"{Figures.Count(view.Answered)} of {Figures.Count(view.People)} people have an answer");

    /// <summary>How it ended, and what to do where it gave no forecast.</summary>
    public static string End(RehearsalState state) => state switch
    {
        RehearsalState.Done => Say.In("끝까지 했습니다", "Done"),
        RehearsalState.Stopped => Say.In("운영자가 멈췄습니다. 예측은 없습니다", "An operator stopped it, so there is no forecast"),
        RehearsalState.GaveWay => Say.In("판매가 다가와 스스로 멈췄습니다. 그 판매가 끝난 뒤에 다시 하십시오", "It gave way to a sale. Rehearse again when that is over"),
        RehearsalState.Failed => Say.In(
            "답을 받지 못한 신청이 많았거나 너무 오래 걸렸습니다. 시스템 화면에서 저장소와 데이터베이스를 확인하고, 더 적은 사람과 연결로 다시 하십시오",
            "Too much was not answered, or it took too long. Look at store and database on the System page, then try fewer people and connections"),
        RehearsalState.Died => Say.In("하던 인스턴스가 끝났습니다. 남은 것은 지웠습니다. 다시 하십시오", "Its instance ended. What it left is removed: rehearse again"),
        RehearsalState.Running or RehearsalState.Stopping => Say.In("진행 중입니다", "Under way"),
    };

    public static string Limit(RehearsalForecast forecast) => forecast.Limit switch
    {
        SaleLimit.None => Say.In("먼저 막히는 곳이 없습니다. 눈에 띄게 기다리는 사람이 없습니다.", "Nothing limits: nobody waits noticeably."),
        SaleLimit.Entrance => Say.In("입구가 먼저 막힙니다. 인스턴스가 답하는 속도보다 빨리 몰려옵니다.", "The entrance limits first: people come faster than an instance answers."),
        SaleLimit.Store => Say.In("저장소가 먼저 막힙니다. 인스턴스를 늘려도 빨라지지 않습니다.", "The store limits first: more instances would not help."),
        SaleLimit.Drain => Say.In("데이터베이스 기록이 먼저 밀립니다. 순번은 바로 받지만 쿠폰은 늦게 나옵니다.", "The database limits first: members have their place at once, and wait for the coupon."),
    };

    public static string Instances(RehearsalForecast forecast) => forecast.Instances is { } instances
        ? Say.In($"이런 인스턴스 {Figures.Count(instances)}개면 모두 {Figures.Duration(RehearsalForecast.AnswerGoal)} 안에 답을 받습니다.", $"With {Figures.Count(instances)} such {(instances == 1 ? "instance" : "instances")}, everybody has an answer within {Figures.Duration(RehearsalForecast.AnswerGoal)}.")
        : Say.In($"인스턴스를 늘려도 모두에게 {Figures.Duration(RehearsalForecast.AnswerGoal)} 안에 답하지는 못합니다.", $"No number of instances answers everybody within {Figures.Duration(RehearsalForecast.AnswerGoal)}.");

    /// <summary>How the error is computed; where it is large, what makes it smaller.</summary>
    public static string Error(RehearsalForecast forecast) => forecast.Error > LargeError
        ? $"{ErrorOf(forecast)} {Say.In("오차가 큽니다. 더 많은 사람을 보내면 범위가 좁아집니다.", "That is large: send more people for a narrower range.")}"
        : ErrorOf(forecast);

    private static string ErrorOf(RehearsalForecast forecast) => Say.In(
        $"오차 ±{Percent(forecast.Error)}: 리허설을 {RehearsalCast.Slices}조각으로 나누어 잰 속도의 가장 느린 것과 가장 빠른 것 사이입니다. 괄호 안의 범위가 그 두 속도로 한 예측입니다.",
        $"Error ±{Percent(forecast.Error)}: from the slowest to the fastest of the {RehearsalCast.Slices} slices in which each rate was measured. The ranges are forecasts by these two.");

    public static string Verdict(ForecastVerdict verdict) => verdict switch
    {
        ForecastVerdict.Within => Say.In("범위 안", "within the range"),
        ForecastVerdict.Shorter => Say.In("예측보다 짧음", "shorter than forecast"),
        ForecastVerdict.Longer => Say.In("예측보다 김", "longer than forecast"),
        ForecastVerdict.Unknown => Figures.Unknown,
    };

    public static string Percent(double share) => (100 * share).ToString("0.#", Figures.Culture) + "%";

    /// <summary>A value with the range of the forecast.</summary>
    public static string Range(Func<SaleOutlook, TimeSpan?> value, RehearsalForecast forecast) => value(forecast.Likely) is { } likely
        ? $"{Figures.Fine(likely)} ({Shown(value(forecast.Best))} – {Shown(value(forecast.Worst))})"
        : Say.In("소진되지 않음", "not sold out");

    private static string Shown(TimeSpan? span) => span is { } known ? Figures.Fine(known) : Figures.Unknown;
}
