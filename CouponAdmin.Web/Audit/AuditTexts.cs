using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Audit;

/// <summary>The words for what was done. An action or a field that has no word here is shown by its own name.</summary>
public static class AuditTexts
{
    public static string NoAddress => Say.In("주소 없음 (시스템)", "no address (the product itself)");

    /// <summary>Whether the subject is a campaign's slug.</summary>
    public static bool IsOnCampaign(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.EndsWith("-campaign", StringComparison.Ordinal) || action is "change-quantity" or "revoke-coupon" or "replay-quarantined" or "refuse-quarantined";
    }

    public static string Word(string action) => action switch
    {
        "create-campaign" => Say.In("캠페인 만들기", "Create campaign"),
        "edit-campaign" => Say.In("초안 고치기", "Edit draft"),
        "publish-campaign" => Say.In("게시", "Publish"),
        "warm-campaign" => Say.In("예열", "Warm"),
        "pause-campaign" => Say.In("일시 중지", "Pause"),
        "resume-campaign" => Say.In("재개", "Resume"),
        "close-campaign" => Say.In("종료", "Close"),
        "archive-campaign" => Say.In("보관", "Archive"),
        "unarchive-campaign" => Say.In("보관 해제", "Take out of the archive"),
        "change-quantity" => Say.In("수량 변경", "Change quantity"),
        "revoke-coupon" => Say.In("쿠폰 회수", "Revoke coupon"),
        "reconcile-campaign" => Say.In("장부 고치기", "Repair the books"),
        "replay-quarantined" => Say.In("저장하지 못한 신청 다시 저장", "Store a refused claim again"),
        "refuse-quarantined" => Say.In("저장하지 못한 신청 포기", "Give a refused claim up"),
        "reveal-code" or "show-code" => Say.In("코드 보기", "Reveal code"),
        "change-password" => Say.In("비밀번호 바꾸기", "Change one's password"),
        "erase-member" => Say.In("회원 자료 지우기", "Erase a member"),
        "export-member" => Say.In("회원 자료 내보내기", "Export a member's data"),
        "disable-member" => Say.In("회원 차단", "Disable member"),
        "enable-member" => Say.In("회원 차단 해제", "Enable member"),
        "create-account" => Say.In("계정 만들기", "Create account"),
        "invite-account" => Say.In("계정 만들고 초대", "Invite to an account"),
        "make-password-link" => Say.In("비밀번호 링크 만들기", "Make a password link"),
        "choose-password" => Say.In("링크로 비밀번호 정하기", "Choose a password by a link"),
        "change-role" => Say.In("역할 변경", "Change role"),
        "disable-account" => Say.In("계정 사용 중지", "Disable account"),
        "enable-account" => Say.In("계정 사용 재개", "Enable account"),
        "reset-password" => Say.In("비밀번호 재설정", "Reset password"),
        "turn-on-second-step" => Say.In("2단계 로그인 켜기", "Turn the second step on"),
        "turn-off-second-step" => Say.In("2단계 로그인 끄기", "Turn the second step off"),
        "use-recovery-code" => Say.In("복구 코드 사용", "Use a recovery code"),
        "set-up" => Say.In("첫 관리자 만들기", "Make the first administrator"),
        _ => action,
    };

    /// <param name="path">The name in the entry's JSON, such as <c>benefit.value</c>.</param>
    public static string FieldName(string path) => path switch
    {
        "slug" => Say.In("주소", "Address"),
        "name" => Say.In("이름", "Name"),
        "description" => Say.In("설명", "Description"),
        "quantity" => Say.In("수량", "Quantity"),
        "opensAt" => Say.In("시작", "Opens"),
        "closesAt" => Say.In("종료", "Closes"),
        "benefit.kind" => Say.In("혜택 종류", "Kind of benefit"),
        "benefit.value" => Say.In("혜택", "Benefit"),
        "benefit.currency" => Say.In("통화", "Currency"),
        "couponValidDays" => Say.In("유효 일수", "Valid days"),
        "queueTtlSeconds" => Say.In("대기 시간 한도 (초)", "Time to live in the queue (s)"),
        "queueTtlPolicy" => Say.In("한도를 넘긴 신청", "Claims that waited longer"),
        "isPublished" => Say.In("게시", "Published"),
        "isPaused" => Say.In("일시 중지", "Paused"),
        "isClosed" => Say.In("종료", "Closed"),
        "isArchived" => Say.In("보관", "Archived"),
        "number" => Say.In("번호", "Number"),
        "member" => Say.In("회원", "Member"),
        "returnUnit" => Say.In("수량 반환", "Unit returned"),
        "rowsLoaded" => Say.In("불러온 행", "Rows loaded"),
        "role" => Say.In("역할", "Role"),
        "isDisabled" => Say.In("사용 중지", "Disabled"),
        "expiresAt" => Say.In("기한", "Expires"),
        "isPasswordNew" => Say.In("새 비밀번호", "New password"),
        "isSecondStepOff" => Say.In("2단계 로그인 꺼짐", "Second step turned off"),
        "hasSecondStep" => Say.In("2단계 로그인", "Second step"),
        "recoveryCodesLeft" => Say.In("남은 복구 코드", "Recovery codes left"),
        _ => path,
    };
}
