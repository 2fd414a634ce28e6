using CouponAdmin.Core.Events;
using CouponAdmin.Core.Webhooks;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Events;

/// <summary>The words for events, deliveries and their outcomes.</summary>
public static class WebhookTexts
{
    // No default arm: a new kind does not compile until it has its words here.
    public static string Word(EventKind kind) => kind switch
    {
        EventKind.CouponIssued => Say.In("쿠폰이 발급되었습니다.", "A coupon was issued."),
        EventKind.CouponRevoked => Say.In("쿠폰이 회수되었습니다.", "A coupon was taken back."),
        EventKind.CouponRestored => Say.In("쿠폰 회수가 취소되었습니다.", "A coupon was restored after it was taken back."),
        EventKind.CouponRedeemed => Say.In("쿠폰이 주문에 사용되었습니다.", "A coupon was used for an order."),
        EventKind.RedemptionRolledBack => Say.In("쿠폰 사용이 취소되었습니다.", "The use of a coupon was undone."),
        EventKind.CouponErased => Say.In("쿠폰을 받은 회원의 자료가 지워졌습니다.", "The member who holds a coupon was erased."),
        EventKind.CampaignChanged => Say.In("캠페인이 게시되거나 바뀌었습니다.", "A campaign was published or changed."),
    };

    public static string Word(WebhookState state) => state switch
    {
        WebhookState.Active => Say.In("켜짐", "On"),
        WebhookState.Disabled => Say.In("꺼짐", "Off"),
        WebhookState.GaveUp => Say.In("포기함", "Given up"),
        WebhookState.Gone => Say.In("수신 거부", "Receiver gone"),
    };

    public static string Word(DeliveryKind kind) => kind switch
    {
        DeliveryKind.Events => Say.In("이벤트", "Events"),
        DeliveryKind.Again => Say.In("다시 보냄", "Sent again"),
        DeliveryKind.Test => Say.In("시험", "Test"),
    };

    public static string Word(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Accepted => Say.In("받음", "Accepted"),
        DeliveryOutcome.Refused => Say.In("거절", "Refused"),
        DeliveryOutcome.Gone => Say.In("더 받지 않음", "Wants no more"),
        DeliveryOutcome.TimedOut => Say.In("제때 답하지 않음", "No answer in time"),
        DeliveryOutcome.Unreachable => Say.In("연결되지 않음", "Not reachable"),
        DeliveryOutcome.ForbiddenAddress => Say.In("사설 주소라 보내지 않음", "Private address, not sent"),
        DeliveryOutcome.NoSecret => Say.In("서명 키를 읽을 수 없음", "Signing secret unreadable"),
    };

    /// <summary>What happened, what it means, and what to do; null while all is well or a person switched it off.</summary>
    public static string? Alarm(WebhookView webhook)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return webhook.State switch
        {
            WebhookState.GaveUp => Say.In(
                $"{webhook.Name}: 3일 동안 아무것도 받지 않아 껐습니다. 수신 쪽을 고친 뒤 다시 켜면 멈춘 곳부터 보냅니다.",
                $"{webhook.Name} accepted nothing for 3 days and was switched off. Mend the receiver and switch it on: it goes on where it stopped."),
            WebhookState.Gone => Say.In(
                $"{webhook.Name}: 수신 쪽이 더 받지 않겠다고(410) 답해 껐습니다. 주소를 고치거나 지우십시오.",
                $"{webhook.Name} answered that it wants no more (410) and was switched off. Change its address, or delete it."),
            WebhookState.Active when webhook.FailingSince is { } since => Say.In(
                $"{webhook.Name}: {SeoulTime.Second(since)} KST부터 받지 않고 있습니다 ({Figures.Count(webhook.Failures)}번 시도). 이벤트 {Figures.Count(webhook.Waiting)}개가 기다립니다.",
                $"{webhook.Name} has accepted nothing since {SeoulTime.Second(since)} KST ({Figures.Count(webhook.Failures)} tries). {Figures.Count(webhook.Waiting)} events wait."),
            WebhookState.Active or WebhookState.Disabled => null,
        };
    }
}
