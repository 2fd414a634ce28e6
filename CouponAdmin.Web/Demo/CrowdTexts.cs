using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Demo;

/// <summary>What the crowd's panel says.</summary>
internal static class CrowdTexts
{
    public static string Send => Say.In($"{Figures.Count(Crowd.People)}명 보내기", $"Send {Figures.Count(Crowd.People)} people");

    private static double Half => CrowdPerson.ComesMedian.TotalSeconds;

    private static double Last => CrowdPerson.ComesMax.TotalSeconds;

    private static double Notice => CrowdRun.Notice.TotalSeconds;

    public static string What => Say.In(
        $"지어낸 회원 {Figures.Count(Crowd.People)}명이 이 서버의 HTTP 입구로 실제 신청을 보냅니다. 절반은 첫 {Half}초 안에, 나머지는 {Last}초에 걸쳐 옵니다. 두 번 누르는 사람도, 연결이 끊겨 다시 묻는 사람도 있습니다. 개발용 데모에만 있는 기능입니다.",
        $"{Figures.Count(Crowd.People)} made-up members send real claims to this server's HTTP entrance: half within the first {Half} s, the rest over {Last} s. Some press twice, some lose their connection and ask again. Only a demo in Development has this.");

    /// <param name="hasOtherName">The link leads to this machine's other name, where a second session has room.</param>
    public static string HowToJoin(bool hasOtherName) => hasOtherName
        ? Say.In(
            $"먼저 신청 화면을 열어 로그인해 두십시오. 보내기를 누르면 {Notice}초 뒤에 사람들이 오니, 그때 함께 누르십시오.",
            $"Open the claim page and sign in first. After you press Send, the crowd comes in {Notice} s: press with it.")
        : Say.In(
            $"먼저 다른 브라우저나 시크릿 창에서 신청 화면을 열어 회원 1로 로그인해 두십시오. 보내기를 누르면 {Notice}초 뒤에 사람들이 오니, 그때 함께 누르십시오.",
            $"Open the claim page in another browser or a private window first, and sign in as member 1. After you press Send, the crowd comes in {Notice} s: press with it.");

    /// <summary>Null: it is on its way.</summary>
    public static string? Refusal(CrowdStart start) => start switch
    {
        CrowdStart.Sent => null,
        CrowdStart.Busy => Say.In("한 번에 한 무리만 보냅니다. 앞서 보낸 사람들이 아직 있습니다.", "One crowd at a time: the one before is still on its way."),
        CrowdStart.NoAddress => Say.In(
            "이 서버는 TLS 주소에서만 듣고 있어 자기 자신에게 신청을 보낼 수 없습니다. http 주소를 하나 더 열어 주십시오.",
            "This server listens with TLS only, so it can't send claims to itself. Let it listen on an http address too."),
    };

    public static string State(CrowdProgress progress) => progress.State switch
    {
        CrowdState.Announced => Say.In($"{Math.Ceiling(progress.ComesIn.TotalSeconds):0}초 뒤에 옵니다", $"They come in {Math.Ceiling(progress.ComesIn.TotalSeconds):0} s"),
        CrowdState.Here => Say.In("지금 오고 있습니다", "They are here"),
        CrowdState.Over => Say.In($"{Figures.Duration(progress.Lasted)} 동안 모두 다녀갔습니다", $"All have come and gone, in {Figures.Duration(progress.Lasted)}"),
        CrowdState.Stopped => Say.In("중간에 멈췄습니다. 이미 받은 답은 그대로입니다", "Stopped on the way. Answers that were given stay"),
    };

    /// <summary>The counts by name; what usually is zero stands there only when it isn't.</summary>
    public static IEnumerable<(string Word, int Count)> Counts(CrowdProgress progress)
    {
        yield return (Say.In("보냄", "Sent"), progress.Sent);
        yield return (AnswerWords.Admitted, progress.Admitted);
        yield return (AnswerWords.SoldOut, progress.SoldOut);
        yield return (AnswerWords.Repeated, progress.Repeated);
        yield return (Say.In("연결 끊김", "Lost connections"), progress.Lost);
        if (progress.TurnedAway > 0)
        {
            yield return (AnswerWords.TurnedAway, progress.TurnedAway);
        }

        if (progress.Unanswered > 0)
        {
            yield return (Say.In("답 없음", "No answer"), progress.Unanswered);
        }
    }

    /// <param name="perAddress">The limit by address; 0: there is none.</param>
    public static string WhyTurnedAway(int perAddress) => perAddress > 0
        ? Say.In(
            $"모두 한 주소에서 오므로 Limits:RequestsPerAddressPerSecond = {Figures.Count(perAddress)} 제한에 걸립니다. 데모에서는 0으로 두십시오.",
            $"They all come from one address, so Limits:RequestsPerAddressPerSecond = {Figures.Count(perAddress)} turns them away. Set it to 0 for the demo.")
        : Say.In("판매가 열려 있지 않거나, 자동 신청 방지가 켜져 있거나, 저장소가 답하지 않으면 거절됩니다.", "Claims are turned away while the sale isn't open, while the challenge is on, or while the store doesn't answer.");
}
