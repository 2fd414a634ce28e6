using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Redemptions;

/// <summary>Everything that the counter page's script may have to say, in the reader's language, as JSON for the page. <c>{name}</c> stands for a value.</summary>
internal static class TillTexts
{
    /// <summary>How long a use can be undone at the counter.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromMinutes(5);

    /// <summary>Leaves Korean readable and small, but still escapes what could end the script element.</summary>
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Json() => JsonSerializer.Serialize(
        new
        {
            UndoSeconds = (int)UndoFor.TotalSeconds,
            Language = Say.IsKorean ? "ko-KR" : "en-GB",
            Faults = Enum.GetValues<CouponFault>().ToDictionary(fault => JsonNamingPolicy.CamelCase.ConvertName(fault.ToString()), Words, StringComparer.Ordinal),
            Words = Moments(),
            Phrases = Phrases(),
        },
        Options);

    private static Dictionary<string, TillWords> Moments() => new(StringComparer.Ordinal)
    {
        ["valid"] = new(Say.In("쓸 수 있는 쿠폰입니다", "This coupon can be used"), Say.In("금액을 확인하고 사용하십시오.", "Check the amount, then use it."), "open"),
        ["sending"] = new(Say.In("사용하고 있습니다", "Using the coupon"), Say.In("잠시 기다리십시오.", "One moment."), "working"),
        ["unsure"] = new(
            Say.In("연결이 끊겼습니다", "Connection lost"),
            Say.In("사용되었는지 다시 확인하고 있습니다. 몇 번을 물어도 한 번만 사용됩니다. 이 화면을 두고 기다리십시오.",
                "Asking again whether it was used. However often this asks, the coupon is used once. Leave this page open."),
            "paused"),
        ["signedOut"] = new(
            Say.In("로그인이 끝났습니다", "You are signed out"),
            Say.In("같은 계정으로 다시 로그인하면 여기에서 이어서 확인합니다.", "Sign in again with the same account, and this page goes on from here."),
            "alarm"),
        ["used"] = new(Say.In("사용했습니다", "Used"), Say.In("이 금액을 할인하십시오. 잘못 눌렀다면 {minutes}분 안에 취소할 수 있습니다.", "Take this off the order. A mistake can be undone within {minutes} minutes."), "issued"),
        ["usedLongAgo"] = new(Say.In("사용했습니다", "Used"), Say.In("취소할 수 있는 시간이 지났습니다. 취소는 운영자에게 문의하십시오.", "The time to undo it here is over. Ask an operator to undo it."), "issued"),
        ["usedAndBack"] = new(Say.In("이 사용은 이미 취소되었습니다", "This use was undone"), Say.In("쿠폰을 다시 쓰려면 처음부터 확인하십시오.", "To use the coupon, check it again."), "closed"),
        ["undoing"] = new(Say.In("취소하고 있습니다", "Undoing"), Say.In("잠시 기다리십시오.", "One moment."), "working"),
        ["undone"] = new(Say.In("사용을 취소했습니다", "The use is undone"), Say.In("쿠폰을 다시 쓸 수 있습니다. 할인하지 않은 금액을 받으십시오.", "The coupon can be used again. Charge the whole amount."), "closed"),
        ["failed"] = new(Say.In("처리하지 못했습니다", "This was not done"), Say.In("쿠폰은 사용되지 않았습니다. 다시 확인하십시오.", "The coupon was not used. Check it again."), "alarm"),
        ["offline"] = new(Say.In("연결되지 않았습니다", "No connection"), Say.In("아직 아무것도 바뀌지 않았습니다. 다시 확인하십시오.", "Nothing was changed yet. Check again."), "alarm"),
        ["badAmount"] = new(Say.In("금액을 읽을 수 없습니다", "The amount can't be read"), Say.In("숫자만, 통화의 소수 자리까지 입력하십시오.", "Enter figures only, with no more decimals than the currency has."), "alarm"),
        ["badInput"] = new(Say.In("입력을 고쳐야 합니다", "Something needs mending"), Say.In("코드, 금액, 주문 번호를 확인하십시오.", "Look at code, amount and order number."), "alarm"),
    };

    private static object Phrases() => new
    {
        Use = Say.In("사용하기", "Use it"),
        AskNow = Say.In("지금 다시 묻기", "Ask again now"),
        Undo = Say.In("사용 취소", "Undo the use"),
        Next = Say.In("다음 쿠폰", "Next coupon"),
        Discount = Say.In("{amount} 할인", "{amount} off"),
        ValidUntil = Say.In("{date}까지", "valid until {date}"),
        AtMost = Say.In("최대 {amount}", "at most {amount}"),
        FromOrder = Say.In("{amount} 이상 주문", "on orders from {amount}"),
        PercentOff = Say.In("{value}% 할인", "{value}% off"),
        Won = Say.In("{number}원", "₩{number}"),
        Money = Say.In("{number} {currency}", "{currency} {number}"),
        UsedAt = Say.In("{date}에 사용", "used on {date}"),
        Order = Say.In("주문 {order}", "order {order}"),
    };

    // No default arm: a new fault does not compile until it has its words.
    private static TillWords Words(CouponFault fault) => fault switch
    {
        CouponFault.UnknownCoupon => new(Say.In("없는 쿠폰입니다", "There is no such coupon"), Say.In("코드를 다시 확인하십시오.", "Look at the code again."), "alarm"),
        CouponFault.OtherMember => new(Say.In("다른 회원의 쿠폰입니다", "Another member's coupon"), Say.In("받은 회원만 쓸 수 있습니다.", "Only the member who got it can use it."), "alarm"),
        CouponFault.Revoked => new(Say.In("회수된 쿠폰입니다", "This coupon was withdrawn"), Say.In("쓸 수 없습니다. 까닭은 고객센터에 문의하도록 안내하십시오.", "It can't be used. Customer service can tell why."), "alarm"),
        CouponFault.AlreadyRedeemed => new(Say.In("이미 사용한 쿠폰입니다", "This coupon is used"), Say.In("{date}에 사용되었습니다.", "It was used on {date}."), "closed"),
        CouponFault.Expired => new(Say.In("기간이 지난 쿠폰입니다", "This coupon has expired"), Say.In("{until}까지 쓸 수 있었습니다.", "It was valid until {until}."), "closed"),
        CouponFault.CurrencyMismatch => new(Say.In("다른 통화의 쿠폰입니다", "A coupon in another currency"), Say.In("{currency} 주문에만 쓸 수 있습니다.", "It is for orders in {currency}."), "alarm"),
        CouponFault.BelowMinimumOrder => new(Say.In("주문 금액이 모자랍니다", "The order is too small"), Say.In("{minimum} 이상 주문에 쓸 수 있습니다.", "It is for orders from {minimum}."), "alarm"),
    };

    /// <summary>What the page says in one moment.</summary>
    private sealed record TillWords(string Heading, string Detail, string Tone);
}
