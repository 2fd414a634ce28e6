using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Mail;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Accounts.Links;

/// <summary>What the mails say. Nothing in them was typed by a stranger: a form that mails somebody else's words is a form for advertisers.</summary>
internal static class AccountLetters
{
    public static Letter Reset(Account account, string link) => new(
        account.Email!,
        Say.In("CouponAdmin 비밀번호 다시 정하기", "Choose a new CouponAdmin password"),
        [
            Say.In("비밀번호를 잊었다는 요청을 받았습니다. 아래 주소를 열어 새 비밀번호를 정하십시오.", "Somebody told us that the password was forgotten. Open this address to choose a new one."),
        ],
        link,
        [Once(ResetTokens.LivesFor), Say.In("요청한 적이 없으면 아무것도 하지 않아도 됩니다. 비밀번호는 그대로입니다.", "If it wasn't you, do nothing. The password stays as it is.")]);

    public static Letter Invitation(Account account, string link) => new(
        account.Email!,
        Say.In("CouponAdmin 운영 화면 초대", "Your CouponAdmin account"),
        [Say.In("관리자가 이 주소로 CouponAdmin 계정을 만들었습니다. 아래 주소를 열어 비밀번호를 정하십시오.", "An administrator made a CouponAdmin account for this address. Open this link to choose your password.")],
        link,
        [Once(InviteTokens.LivesFor), Say.In("기한이 지났으면 로그인 화면에서 '비밀번호를 잊었습니까'를 누르십시오.", "If it is too old, press “Forgot the password” on the sign-in page.")]);

    public static Letter Confirmation(Account account, string link) => new(
        account.Email!,
        Say.In("CouponAdmin 이메일 주소 확인", "Confirm your address for CouponAdmin"),
        [Say.In("이 주소로 CouponAdmin에 가입했습니다. 아래 주소를 열어 본인의 주소임을 확인하십시오.", "Somebody registered at CouponAdmin with this address. Open this link to confirm that it is yours.")],
        link,
        [
            Say.In($"{Span(AddressSeal.LivesFor)} 안에 열어야 합니다. 확인하지 않아도 쿠폰은 신청할 수 있습니다.", $"The link works for {Span(AddressSeal.LivesFor)}. Coupons can be claimed without it."),
            Say.In("가입한 적이 없으면 아무것도 하지 않아도 됩니다.", "If it wasn't you, do nothing."),
        ]);

    public static Letter PasswordChanged(Account account) => new(
        account.Email!,
        Say.In("CouponAdmin 비밀번호가 바뀌었습니다", "Your CouponAdmin password was changed"),
        [
            Say.In("이 계정의 비밀번호가 바뀌었고, 다른 로그인은 끝납니다.", "The password of this account was changed. Other sessions end."),
            Say.In("본인이 한 일이 아니면 바로 로그인 화면에서 비밀번호를 다시 정하고 관리자에게 알리십시오.", "If it wasn't you, choose a new password on the sign-in page at once, and tell an administrator."),
        ],
        Link: null,
        []);

    // As people say it: whole days or minutes.
    private static string Span(TimeSpan time) => time.TotalDays >= 1 ? Say.In($"{time.Days}일", $"{time.Days} days") : Say.In($"{time.Minutes}분", $"{time.Minutes} minutes");

    private static string Once(TimeSpan livesFor) => Say.In(
        $"이 주소는 {Span(livesFor)} 동안, 한 번만 쓸 수 있습니다. 화면이 코드를 물으면 주소에서 # 뒤의 글자를 모두 입력하십시오.",
        $"The link works once, for {Span(livesFor)}. If the page asks for a code, enter all that stands behind the # of the address.");
}
