using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Issuance;

/// <summary>A claim's status in words.</summary>
public static class StatusTexts
{
    public static string Word(ClaimStatus status) => status switch
    {
        ClaimStatus.Queued => Say.In("대기", "Queued"),
        ClaimStatus.Issued => Say.In("발급", "Issued"),
        ClaimStatus.QueueExpired => Say.In("대기 만료", "Expired in queue"),
        ClaimStatus.Refused => Say.In("거절", "Refused"),
        ClaimStatus.Quarantined => Say.In("보류", "Quarantined"),
        ClaimStatus.Redeemed => Say.In("사용", "Used"),
        ClaimStatus.Revoked => Say.In("회수", "Revoked"),
    };
}
