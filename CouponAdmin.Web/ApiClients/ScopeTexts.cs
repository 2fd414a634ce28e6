using CouponAdmin.Core.ApiClients;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.ApiClients;

/// <summary>What each scope allows, in words.</summary>
public static class ScopeTexts
{
    // No default arm: a new scope does not compile until it has its words here.
    public static string Rights(ApiScope scope) => scope switch
    {
        ApiScope.CampaignsRead => Say.In("캠페인과 실시간 수치를 읽습니다.", "Reads campaigns and their live numbers."),
        ApiScope.CampaignsManage => Say.In("캠페인을 만들고 게시하고 바꿉니다.", "Creates, publishes and changes campaigns."),
        ApiScope.IssuancesRead => Say.In("발급 이력을 쿠폰 코드까지 읽습니다.", "Reads issuances with their coupon codes."),
        ApiScope.IssuancesRevoke => Say.In("쿠폰을 회수합니다.", "Takes coupons back."),
        ApiScope.EventsRead => Say.In("쿠폰과 캠페인에 일어난 일을 쿠폰 코드까지 읽습니다.", "Reads what happens to coupons and campaigns, with the coupons' codes."),
        ApiScope.CouponsRedeem => Say.In("쿠폰을 확인하고 쓰고 되돌립니다.", "Checks coupons, uses them and gives them back."),
        ApiScope.ClaimsWriteForMembers => Say.In("회원을 대신해 쿠폰을 신청할 토큰을 받습니다. 직원의 토큰은 받을 수 없습니다.", "Gets tokens that claim for members, never for staff."),
    };
}
