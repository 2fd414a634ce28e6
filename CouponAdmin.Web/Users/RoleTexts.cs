using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Users;

/// <summary>The roles in words, with what each may do.</summary>
public static class RoleTexts
{
    public static string Word(string role) => role switch
    {
        Roles.Administrator => Say.In("관리자", "Administrator"),
        Roles.Operator => Say.In("운영자", "Operator"),
        Roles.Viewer => Say.In("조회자", "Viewer"),
        Roles.Cashier => Say.In("계산원", "Cashier"),
        Roles.Member => Say.In("회원", "Member"),
        _ => role,
    };

    public static string Rights(string role) => role switch
    {
        Roles.Administrator => Say.In("캠페인을 운영하고 계정과 역할을 관리합니다.", "Runs campaigns, and manages accounts and roles."),
        Roles.Operator => Say.In("캠페인을 만들고 바꾸며 쿠폰을 회수합니다.", "Makes and changes campaigns, revokes coupons."),
        Roles.Viewer => Say.In("운영 화면을 보기만 합니다.", "Sees the console and changes nothing."),
        Roles.Cashier => Say.In("계산대에서 쿠폰을 확인하고 사용 처리합니다. 다른 것은 볼 수 없습니다.", "Checks and uses coupons at a till. Sees nothing else."),
        Roles.Member => Say.In("쿠폰을 신청합니다. 운영 화면은 볼 수 없습니다.", "Claims coupons. Does not see the console."),
        _ => "",
    };
}
