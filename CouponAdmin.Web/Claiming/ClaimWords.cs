using System.Diagnostics.CodeAnalysis;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Claiming;

/// <summary>What the claim page says in one moment: what happened, what it means, what to do. <c>{name}</c> stands for a value.</summary>
/// <param name="Heading">The state line.</param>
/// <param name="Detail">Meaning and next step.</param>
/// <param name="Button">The label of the one button.</param>
internal sealed record ClaimWords(string Heading, string Detail, string Button)
{
    private static string Get => Say.In("쿠폰 받기", "Get the coupon");

    private static string Again => Say.In("다시 신청하기", "Ask again");

    private static string NothingToPress => Say.In("신청할 수 없습니다", "Not available");

    /// <summary>The words of a moment. No default arm: a new moment does not compile until it has its words.</summary>
    [SuppressMessage("Design", "MA0051", Justification = "A table of words: one arm a moment, both languages in sight of each other.")]
    public static ClaimWords Of(ClaimMoment moment) => moment switch
    {
        ClaimMoment.Before => new(
            Say.In("{opens}에 열립니다", "Opens {opens}"),
            Say.In("시간이 되면 버튼이 저절로 열립니다. 새로 고치지 않아도 됩니다.", "The button opens by itself at that moment. No need to reload."),
            Get),
        ClaimMoment.Open => new(
            Say.In("지금 받을 수 있습니다", "Open now"),
            Say.In("한 사람에 한 장, 누른 순서대로 드립니다.", "One each, in the order of pressing."),
            Get),
        ClaimMoment.Reopened => new(
            Say.In("다시 열렸습니다", "Open again"),
            Say.In("지금 신청할 수 있습니다. 한 사람에 한 장, 누른 순서대로 드립니다.", "You can ask now. One each, in the order of pressing."),
            Get),
        ClaimMoment.Added => new(
            Say.In("쿠폰이 추가되었습니다", "More coupons were added"),
            Say.In("지금 신청할 수 있습니다. 한 사람에 한 장, 누른 순서대로 드립니다.", "You can ask now. One each, in the order of pressing."),
            Get),
        ClaimMoment.SignedOut => new(
            Say.In("지금 받을 수 있습니다", "Open now"),
            Say.In("로그인하면 바로 이 화면으로 돌아옵니다.", "Sign in, and you come straight back to this page."),
            Say.In("로그인하고 쿠폰 받기", "Sign in to get it")),
        ClaimMoment.Asking => new(
            Say.In("신청하고 있습니다", "Asking for your coupon"),
            Say.In("한 번만 누르면 됩니다.", "One press is enough."),
            Say.In("신청하고 있습니다", "Asking")),
        ClaimMoment.AskingAgain => new(
            Say.In("접수 여부를 다시 확인하고 있습니다", "Checking whether you are in"),
            Say.In("연결이 끊겼습니다. 접수 여부를 다시 확인하고 있습니다. 이미 받은 순번은 그대로이니 다시 누르지 않아도 됩니다.",
                "Connection lost. We are checking whether you are in. If you had a place, it is kept. No need to press again."),
            Say.In("확인하고 있습니다", "Checking")),
        ClaimMoment.Crowded => new(
            Say.In("신청이 몰리고 있습니다", "Very many are asking"),
            Say.In("잠시 뒤에 저절로 다시 신청합니다. 다시 누르지 않아도 됩니다.", "This page asks again by itself in a moment. No need to press again."),
            Say.In("차례를 기다리고 있습니다", "Waiting to ask")),
        ClaimMoment.Preparing => new(
            Say.In("쿠폰을 준비하고 있습니다", "Getting ready"),
            Say.In("소진된 것이 아닙니다. 준비되면 저절로 다시 신청합니다.", "The coupons are not gone. This page asks again by itself once we are ready."),
            Say.In("차례를 기다리고 있습니다", "Waiting to ask")),
        ClaimMoment.Queued => new(
            Say.In("접수되었습니다", "You are in"),
            Say.In("순서대로 발급하고 있습니다. 이 화면을 닫아도 결과는 내 쿠폰에 남습니다.",
                "Coupons are being issued in order. You may close this page: the result will be in My coupons."),
            Say.In("발급을 기다리고 있습니다", "Waiting for the coupon")),
        ClaimMoment.Issued => new(
            Say.In("발급되었습니다", "Your coupon is ready"),
            Say.In("결제할 때 이 코드를 입력하십시오. 내 쿠폰에서 언제든 다시 볼 수 있습니다.", "Enter this code when you pay. You will find it under My coupons at any time."),
            Say.In("코드 복사", "Copy the code")),
        ClaimMoment.Redeemed => new(
            Say.In("사용한 쿠폰입니다", "Your coupon is used"),
            Say.In("주문에 사용되었습니다. 그 주문을 취소하면 유효 기간 안에서 다시 쓸 수 있습니다.",
                "It was used for an order. If that order is cancelled, it can be used again until its last day."),
            Say.In("사용했습니다", "Used")),
        ClaimMoment.Revoked => new(
            Say.In("쿠폰이 회수되었습니다", "Your coupon was withdrawn"),
            Say.In("이 코드는 쓸 수 없고, 이 캠페인에서 다시 신청할 수 없습니다. 까닭은 고객센터에 문의하십시오.",
                "The code is no longer valid, and you can't ask again in this campaign. Customer service can tell you why."),
            NothingToPress),
        ClaimMoment.QueueExpired => new(
            Say.In("대기 시간이 지났습니다", "Your claim waited too long"),
            Say.In("정해진 시간 안에 발급하지 못해 쿠폰이 다음 분께 넘어갔습니다. 죄송합니다. 이 캠페인에서는 다시 신청할 수 없습니다.",
                "We could not issue it in time, and the coupon went to the next person. We are sorry. You can't ask again in this campaign."),
            NothingToPress),
        ClaimMoment.Refused => new(
            Say.In("쿠폰을 드리지 못했습니다", "We could not give you a coupon"),
            Say.In("접수되었으나 저희 쪽 장애로 남은 쿠폰이 없습니다. 죄송합니다. 접수 번호 {ticket}을 고객센터에 알려 주십시오.",
                "You were in, but after a fault on our side no coupon was left. We are sorry. Please give ticket {ticket} to customer service."),
            NothingToPress),
        ClaimMoment.Quarantined => new(
            Say.In("담당자가 확인하고 있습니다", "Being checked by our staff"),
            Say.In("접수와 쿠폰 한 장은 그대로 보관되어 있습니다. 결과는 내 쿠폰에서 볼 수 있습니다.",
                "Your claim and one coupon are kept for you. The result will be in My coupons."),
            Say.In("확인을 기다리고 있습니다", "Waiting for the check")),
        ClaimMoment.NotOpenYet => new(
            Say.In("아직 열리지 않았습니다", "Not open yet"),
            Say.In("{opens}에 열립니다. 그때 다시 눌러 주십시오.", "It opens {opens}. Please press again then."),
            Get),
        ClaimMoment.Paused => new(
            Say.In("잠시 멈추었습니다", "Paused for a moment"),
            Say.In("소진된 것이 아닙니다. 다시 열리면 이 화면이 저절로 이어집니다. 새로 고치지 않아도 됩니다.",
                "The coupons are not gone. When it goes on, this page goes on by itself. No need to reload."),
            Say.In("잠시 멈추었습니다", "Paused")),
        ClaimMoment.SoldOut => new(
            Say.In("모두 소진되었습니다", "Sold out"),
            Say.In("기다려도 더 나오지 않습니다. 수량이 늘면 이 화면이 알려 드립니다.", "There is nothing to wait for. If more are added, this page says so."),
            Say.In("모두 소진되었습니다", "Sold out")),
        ClaimMoment.Closed => new(
            Say.In("종료되었습니다", "This campaign is over"),
            Say.In("더는 신청을 받지 않습니다. 이미 받은 쿠폰은 내 쿠폰에 있습니다.", "No more claims are taken. A coupon you already have is under My coupons."),
            Say.In("종료되었습니다", "Over")),
        ClaimMoment.UnknownCampaign => new(
            Say.In("없는 캠페인입니다", "There is no such campaign"),
            Say.In("주소가 바뀌었거나 캠페인이 정리되었을 수 있습니다. 쿠폰 목록에서 찾아 주십시오.",
                "The address may have changed, or the campaign may be gone. Please look in the list of coupons."),
            NothingToPress),
        ClaimMoment.NotEligible => new(
            Say.In("받을 수 있는 회원이 정해져 있습니다", "For certain members"),
            Say.In("{eligible} 이 계정은 대상이 아닙니다. 다른 계정을 쓰신다면 그 계정으로 로그인해 주십시오.",
                "{eligible} This account is not among them. If you have another account, please sign in with that one."),
            NothingToPress),
        ClaimMoment.MemberDisabled => new(
            Say.In("이 계정으로는 신청할 수 없습니다", "This account can't ask for coupons"),
            Say.In("이 계정의 신청이 제한되어 있습니다. 이미 받은 쿠폰은 그대로입니다. 까닭은 고객센터에 문의하십시오.",
                "Claims from this account are turned off. Coupons you already have stay yours. Customer service can tell you why."),
            NothingToPress),
        ClaimMoment.ChallengeRequired => new(
            Say.In("자바스크립트가 필요합니다", "This sale needs JavaScript"),
            Say.In("자동 신청을 막으려고 브라우저가 짧은 계산을 합니다. 아직 접수되지 않았습니다. 스크립트를 켜고 이 화면을 다시 여십시오.",
                "To keep programs out, your browser does a short calculation. You are not in yet. Turn scripts on and open this page again."),
            Again),
        ClaimMoment.TooManyRequests => new(
            Say.In("신청이 몰리고 있습니다", "Very many are asking"),
            Say.In("아직 접수되지 않았습니다. 소진된 것은 아닙니다. 잠시 뒤에 다시 눌러 주십시오.",
                "You are not in yet. The coupons are not gone. Please press again in a moment."),
            Again),
        ClaimMoment.NotReady => new(
            Say.In("쿠폰을 준비하고 있습니다", "Getting ready"),
            Say.In("소진된 것이 아닙니다. 잠시 뒤에 다시 눌러 주십시오.", "The coupons are not gone. Please press again in a moment."),
            Again),
        ClaimMoment.StoreUnavailable => new(
            Say.In("지금은 확인할 수 없습니다", "We can't tell right now"),
            Say.In("접수되었을 수도 있습니다. 다시 눌러도 한 번만 접수되고, 이미 받은 순번은 그대로입니다.",
                "You may already be in. Pressing again counts only once, and a place you have is kept."),
            Again),
    };

    /// <summary>The icon and colour of a moment.</summary>
    public static string ToneOf(ClaimMoment moment) => moment switch
    {
        ClaimMoment.Before or ClaimMoment.NotOpenYet => "scheduled",
        ClaimMoment.Open or ClaimMoment.Reopened or ClaimMoment.Added or ClaimMoment.SignedOut => "open",
        ClaimMoment.Asking or ClaimMoment.AskingAgain or ClaimMoment.Queued or ClaimMoment.Quarantined => "working",
        ClaimMoment.Issued => "issued",
        ClaimMoment.Crowded or ClaimMoment.Preparing or ClaimMoment.Paused or ClaimMoment.ChallengeRequired or ClaimMoment.TooManyRequests or ClaimMoment.NotReady => "paused",
        ClaimMoment.SoldOut => "sold-out",
        ClaimMoment.Redeemed or ClaimMoment.Closed or ClaimMoment.NotEligible or ClaimMoment.UnknownCampaign => "closed",
        ClaimMoment.Revoked or ClaimMoment.QueueExpired or ClaimMoment.Refused or ClaimMoment.MemberDisabled or ClaimMoment.StoreUnavailable => "alarm",
    };

    /// <summary>Whether the button asks for a coupon (or, once issued, copies the code).</summary>
    public static bool CanPress(ClaimMoment moment) => moment
        is ClaimMoment.Open or ClaimMoment.Reopened or ClaimMoment.Added or ClaimMoment.SignedOut or ClaimMoment.Issued
        or ClaimMoment.NotOpenYet or ClaimMoment.ChallengeRequired or ClaimMoment.TooManyRequests or ClaimMoment.NotReady or ClaimMoment.StoreUnavailable;
}
