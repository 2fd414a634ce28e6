using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Campaigns;

/// <summary>What the buttons say, and what their dialogs say will happen, in numbers.</summary>
public static class ActTexts
{
    public static string Word(CampaignAct act) => act switch
    {
        CampaignAct.Publish => Say.In("게시", "Publish"),
        CampaignAct.Delete => Say.In("초안 삭제", "Delete"),
        CampaignAct.Warm => Say.In("예열", "Warm"),
        CampaignAct.Pause => Say.In("일시 중지", "Pause"),
        CampaignAct.Resume => Say.In("재개", "Resume"),
        CampaignAct.ChangeQuantity => Say.In("수량 변경", "Change quantity"),
        CampaignAct.AskProof => Say.In("자동 신청 방지", "Challenge"),
        CampaignAct.SpareProof => Say.In("자동 신청 방지 끄기", "Stop the challenge"),
        CampaignAct.Close => Say.In("종료", "Close"),
    };

    /// <summary>The button of the dialog names the act and what it is done to.</summary>
    public static string Button(CampaignAct act, string name) => Say.In($"{name} {Word(act)}", $"{Word(act)} {name}");

    public static string Done(CampaignAct act) => act switch
    {
        CampaignAct.Publish => Say.In("게시했습니다.", "Published."),
        CampaignAct.Delete => Say.In("초안을 삭제했습니다.", "The draft is deleted."),
        CampaignAct.Warm => Say.In("예열했습니다.", "Warmed."),
        CampaignAct.Pause => Say.In("일시 중지했습니다.", "Paused."),
        CampaignAct.Resume => Say.In("다시 열었습니다.", "Resumed."),
        CampaignAct.ChangeQuantity => Say.In("수량을 바꾸었습니다.", "The quantity is changed."),
        CampaignAct.AskProof => Say.In("자동 신청 방지를 켰습니다.", "Claims are challenged from now on."),
        CampaignAct.SpareProof => Say.In("자동 신청 방지를 껐습니다.", "Claims are no longer challenged."),
        CampaignAct.Close => Say.In("종료했습니다.", "Closed."),
    };

    /// <summary>What will happen, a sentence a line; empty for acts that are carried out without asking.</summary>
    public static IReadOnlyList<string> Impact(CampaignAct act, CampaignView campaign, CampaignPulse? pulse)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        return act switch
        {
            CampaignAct.Publish => PublishImpact(campaign),
            CampaignAct.Delete => [Say.In(
                "초안을 지웁니다. 되돌릴 수 없습니다. 게시한 적이 없으므로 회원에게 보인 적도 없습니다. 내용은 감사 기록에 남습니다.",
                "The draft goes, and this can't be undone. It was never published, so no member has seen it. The audit keeps what it said.")],
            CampaignAct.Pause when campaign.State == CampaignState.Scheduled => [Say.In(
                "시작 시각이 되어도 열리지 않고, 신청은 '일시 중지' 안내를 받습니다. 언제든 재개할 수 있습니다.",
                "The sale will not open at its time; who claims is told that it is paused. You can resume at any time.")],
            CampaignAct.Pause => [Standing(campaign, pulse), Say.In(
                "새 신청은 '일시 중지' 안내를 받습니다. 대기 중인 신청은 그대로 발급됩니다. 언제든 재개할 수 있습니다.",
                "New claims are told that the sale is paused. Waiting claims will still be issued. You can resume at any time.")],
            CampaignAct.AskProof => [Standing(campaign, pulse), Say.In(
                "신청할 때마다 브라우저가 1초 안팎의 계산을 먼저 합니다. 여러 계정으로 한꺼번에 신청하는 프로그램은 그만큼 느려집니다. 스크립트를 끈 브라우저는 신청할 수 없습니다. 이미 접수된 신청은 그대로이고, 언제든 끌 수 있습니다.",
                "Each claim must bring the result of a calculation that takes a browser about a second. Programs that claim for many accounts are slowed down by as much for each. Browsers without scripts can't claim. Claims that are in stay in, and you can stop it at any time.")],
            CampaignAct.Close => [Standing(campaign, pulse), Say.In(
                "새 신청은 더 이상 받지 않으며 되돌릴 수 없습니다. 대기 중인 신청은 그대로 발급됩니다.",
                "No further claims are taken, and this can't be undone. Waiting claims will still be issued.")],
            CampaignAct.Warm or CampaignAct.Resume or CampaignAct.ChangeQuantity or CampaignAct.SpareProof => [],
        };
    }

    /// <summary>How things stand at this moment: waiting and left.</summary>
    public static string Standing(CampaignView campaign, CampaignPulse? pulse)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        string left = Figures.Count(pulse?.Remaining ?? campaign.Remaining);
        string waiting = Figures.Count(pulse?.QueueDepth);
        string all = Figures.Count(pulse?.Quantity ?? campaign.Quantity);
        return Say.In($"지금 대기 {waiting}건, 남은 수량 {left} / {all}.", $"{waiting} waiting, {left} of {all} left at this moment.");
    }

    private static IReadOnlyList<string> PublishImpact(CampaignView campaign)
    {
        bool opensAtOnce = campaign.OpensAt <= campaign.ServerTime;
        string quantity = Figures.Count(campaign.Quantity);
        string begin = opensAtOnce
            ? Say.In($"시작 시각이 지났으므로 쿠폰 {quantity}개의 신청을 바로 받습니다.", $"The opening has passed: {quantity} coupons can be claimed at once.")
            : Say.In($"쿠폰 {quantity}개를 {SeoulTime.Minute(campaign.OpensAt)}에 엽니다.", $"{quantity} coupons go on sale at {SeoulTime.Minute(campaign.OpensAt)} {SeoulTime.Abbreviation}.");
        return [begin, Say.In(
            "게시하면 주소, 기간, 혜택은 바꿀 수 없습니다. 수량은 여기에서, 이름과 설명 같은 글은 API로 바꿀 수 있습니다.",
            "Once published, address, window and benefit are fixed. The quantity can be changed here, the texts over the interface for programs.")];
    }
}
