using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Issuance.Reconcile;
using CouponAdmin.Web.Issuance.Books;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Audit;

/// <summary>The words for what was done, and for every value that is kept of it.</summary>
public static class AuditTexts
{
    /// <summary>Where the entry of a reconciliation keeps what was found, by kind.</summary>
    private const string Found = "found.";

    public static string NoAddress => Say.In("주소 없음 (시스템)", "no address (the product itself)");

    /// <summary>Whether the subject is a campaign's slug. No default arm: a new action doesn't compile until it has its answer here.</summary>
    public static bool IsOnCampaign(AuditAction action) => action switch
    {
        AuditAction.CreateCampaign or AuditAction.EditCampaign or AuditAction.PublishCampaign or AuditAction.WarmCampaign or AuditAction.PauseCampaign
            or AuditAction.ResumeCampaign or AuditAction.CloseCampaign or AuditAction.ArchiveCampaign or AuditAction.UnarchiveCampaign
            or AuditAction.EditTexts or AuditAction.DeleteDraft or AuditAction.RestoreCoupon or AuditAction.StartCouponJob or AuditAction.ChangeQuantity or AuditAction.SwitchChallenge or AuditAction.ReplaceMemberList or AuditAction.RemoveMemberList or AuditAction.ImportCodes or AuditAction.RemoveCodes
            or AuditAction.RevokeCoupon or AuditAction.RedeemCoupon or AuditAction.RollBackRedemption or AuditAction.ReconcileCampaign or AuditAction.ReplayQuarantined or AuditAction.RefuseQuarantined or AuditAction.HandOverDrain or AuditAction.RehearseSale => true,
        AuditAction.DisableMember or AuditAction.EnableMember or AuditAction.EraseMember or AuditAction.ExportMember or AuditAction.CreateAccount or AuditAction.InviteAccount or AuditAction.MakePasswordLink or AuditAction.ChoosePassword
            or AuditAction.ChangeRole or AuditAction.DisableAccount or AuditAction.EnableAccount or AuditAction.ResetPassword or AuditAction.ChangePassword
            or AuditAction.TurnOnSecondStep or AuditAction.TurnOffSecondStep or AuditAction.UseRecoveryCode or AuditAction.SetUp
            or AuditAction.RemoveOldRows or AuditAction.CreateApiClient or AuditAction.RotateApiSecret or AuditAction.DropApiSecret or AuditAction.RevokeApiClient
            or AuditAction.CreateWebhook or AuditAction.EditWebhook or AuditAction.DisableWebhook or AuditAction.EnableWebhook or AuditAction.DeleteWebhook
            or AuditAction.RotateWebhookSecret or AuditAction.DropWebhookSecret or AuditAction.TestWebhook or AuditAction.ResendDelivery => false,
    };

    /// <inheritdoc cref="IsOnCampaign(AuditAction)"/>
    public static bool IsOnCampaign(string action) => AuditActions.Find(action) is { } known && IsOnCampaign(known);

    /// <summary>The words for an action as it is kept; the name itself for one that another version of the product wrote.</summary>
    public static string Word(string action) => AuditActions.Find(action) is { } known ? Word(known) : action;

    // No default arm: a new action does not compile until it has its words here.
    public static string Word(AuditAction action) => action switch
    {
        AuditAction.CreateCampaign => Say.In("캠페인 만들기", "Create campaign"),
        AuditAction.EditCampaign => Say.In("초안 고치기", "Edit draft"),
        AuditAction.EditTexts => Say.In("게시한 글 고치기", "Edit published texts"),
        AuditAction.DeleteDraft => Say.In("초안 지우기", "Delete draft"),
        AuditAction.PublishCampaign => Say.In("게시", "Publish"),
        AuditAction.WarmCampaign => Say.In("예열", "Warm"),
        AuditAction.PauseCampaign => Say.In("일시 중지", "Pause"),
        AuditAction.ResumeCampaign => Say.In("재개", "Resume"),
        AuditAction.CloseCampaign => Say.In("종료", "Close"),
        AuditAction.ArchiveCampaign => Say.In("보관", "Archive"),
        AuditAction.UnarchiveCampaign => Say.In("보관 해제", "Take out of the archive"),
        AuditAction.ChangeQuantity => Say.In("수량 변경", "Change quantity"),
        AuditAction.SwitchChallenge => Say.In("자동 신청 방지 켜고 끄기", "Switch the challenge"),
        AuditAction.RehearseSale => Say.In("판매 리허설", "Rehearse the sale"),
        AuditAction.HandOverDrain => Say.In("저장 담당 넘기기", "Hand draining over"),
        AuditAction.ReplaceMemberList => Say.In("회원 명단 바꾸기", "Replace the member list"),
        AuditAction.RemoveMemberList => Say.In("회원 명단 없애기", "Remove the member list"),
        AuditAction.ImportCodes => Say.In("코드 올리기", "Import codes"),
        AuditAction.RemoveCodes => Say.In("코드 목록 없애기", "Remove the code pool"),
        AuditAction.RevokeCoupon => Say.In("쿠폰 회수", "Revoke coupon"),
        AuditAction.RestoreCoupon => Say.In("쿠폰 회수 취소", "Restore coupon"),
        AuditAction.StartCouponJob => Say.In("쿠폰 일괄 작업", "Job on many coupons"),
        AuditAction.RedeemCoupon => Say.In("쿠폰 사용", "Use coupon"),
        AuditAction.RollBackRedemption => Say.In("쿠폰 사용 취소", "Undo the use of a coupon"),
        AuditAction.ReconcileCampaign => Say.In("장부 고치기", "Repair the books"),
        AuditAction.ReplayQuarantined => Say.In("저장하지 못한 신청 다시 저장", "Store a refused claim again"),
        AuditAction.RefuseQuarantined => Say.In("저장하지 못한 신청 포기", "Give a refused claim up"),
        AuditAction.ChangePassword => Say.In("비밀번호 바꾸기", "Change one's password"),
        AuditAction.EraseMember => Say.In("회원 자료 지우기", "Erase a member"),
        AuditAction.ExportMember => Say.In("회원 자료 내보내기", "Export a member's data"),
        AuditAction.DisableMember => Say.In("회원 정지", "Disable member"),
        AuditAction.EnableMember => Say.In("회원 정지 풀기", "Enable member"),
        AuditAction.CreateAccount => Say.In("계정 만들기", "Create account"),
        AuditAction.InviteAccount => Say.In("계정 만들고 초대", "Invite to an account"),
        AuditAction.MakePasswordLink => Say.In("비밀번호 링크 만들기", "Make a password link"),
        AuditAction.ChoosePassword => Say.In("링크로 비밀번호 정하기", "Choose a password by a link"),
        AuditAction.ChangeRole => Say.In("역할 변경", "Change role"),
        AuditAction.DisableAccount => Say.In("계정 사용 중지", "Disable account"),
        AuditAction.EnableAccount => Say.In("계정 사용 재개", "Enable account"),
        AuditAction.ResetPassword => Say.In("비밀번호 재설정", "Reset password"),
        AuditAction.TurnOnSecondStep => Say.In("2단계 로그인 켜기", "Turn the second step on"),
        AuditAction.TurnOffSecondStep => Say.In("2단계 로그인 끄기", "Turn the second step off"),
        AuditAction.UseRecoveryCode => Say.In("복구 코드 사용", "Use a recovery code"),
        AuditAction.CreateApiClient => Say.In("API 클라이언트 만들기", "Create API client"),
        AuditAction.RotateApiSecret => Say.In("API 클라이언트 비밀 키 교체", "Rotate an API client's secret"),
        AuditAction.DropApiSecret => Say.In("API 클라이언트의 이전 비밀 키 버리기", "Drop an API client's old secret"),
        AuditAction.RevokeApiClient => Say.In("API 클라이언트 폐기", "Revoke API client"),
        AuditAction.RemoveOldRows => Say.In("오래된 기록 삭제", "Remove old rows"),
        AuditAction.CreateWebhook => Say.In("웹훅 만들기", "Create webhook"),
        AuditAction.EditWebhook => Say.In("웹훅 고치기", "Edit webhook"),
        AuditAction.DisableWebhook => Say.In("웹훅 끄기", "Switch a webhook off"),
        AuditAction.EnableWebhook => Say.In("웹훅 켜기", "Switch a webhook on"),
        AuditAction.DeleteWebhook => Say.In("웹훅 지우기", "Delete webhook"),
        AuditAction.RotateWebhookSecret => Say.In("웹훅 서명 키 교체", "Rotate a webhook's secret"),
        AuditAction.DropWebhookSecret => Say.In("웹훅의 이전 서명 키 버리기", "Drop a webhook's old secret"),
        AuditAction.TestWebhook => Say.In("웹훅 시험 전송", "Send a test to a webhook"),
        AuditAction.ResendDelivery => Say.In("웹훅에 다시 보내기", "Send a delivery again"),
        AuditAction.SetUp => Say.In("첫 관리자 만들기", "Make the first administrator"),
    };

    /// <summary>The words for a value.</summary>
    /// <param name="path">The name in the entry's JSON, such as <c>benefit.value</c>.</param>
    /// <returns>The path itself for one that another version of the product wrote.</returns>
    public static string FieldName(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Found, StringComparison.Ordinal) && Enum.TryParse(path[Found.Length..], out FindingKind kind)
            ? FindingTexts.Word(kind)
            : Fields.TryGetValue(path, out Func<string>? words) ? words() : path;
    }

    private static readonly Dictionary<string, Func<string>> Fields = new(StringComparer.Ordinal)
    {
        ["slug"] = () => Say.In("주소", "Address"),
        ["name"] = () => Say.In("이름", "Name"),
        ["description"] = () => Say.In("설명", "Description"),
        ["quantity"] = () => Say.In("수량", "Quantity"),
        ["opensAt"] = () => Say.In("시작", "Opens"),
        ["closesAt"] = () => Say.In("종료", "Closes"),
        ["benefit.kind"] = () => Say.In("혜택 종류", "Kind of benefit"),
        ["benefit.value"] = () => Say.In("혜택", "Benefit"),
        ["benefit.currency"] = () => Say.In("통화", "Currency"),
        ["benefit.maximum"] = () => Say.In("최대 할인 (통화의 최소 단위)", "At most (smallest unit)"),
        ["benefit.minimumOrder"] = () => Say.In("최소 주문 (통화의 최소 단위)", "Minimum order (smallest unit)"),
        ["benefit.text"] = () => Say.In("받는 것", "What they get"),
        ["benefit.terms"] = () => Say.In("이용 조건", "Terms of use"),
        ["couponValidDays"] = () => Say.In("유효 일수", "Valid days"),
        ["queueTtlSeconds"] = () => Say.In("대기 시간 한도 (초)", "Time to live in the queue (s)"),
        ["queueTtlPolicy"] = () => Say.In("한도를 넘긴 신청", "Claims that waited longer"),
        ["isPublished"] = () => Say.In("게시", "Published"),
        ["isPaused"] = () => Say.In("일시 중지", "Paused"),
        ["isClosed"] = () => Say.In("종료", "Closed"),
        ["isArchived"] = () => Say.In("보관", "Archived"),
        ["number"] = () => Say.In("번호", "Number"),
        ["member"] = () => Say.In("회원", "Member"),
        ["returnUnit"] = () => Say.In("수량 반환", "Unit returned"),
        ["job"] = () => Say.In("일괄 작업", "Job"),
        ["act"] = () => Say.In("작업", "Act"),
        ["coupons"] = () => Say.In("쿠폰 수", "Coupons"),
        ["orderId"] = () => Say.In("주문 번호", "Order"),
        ["discount"] = () => Say.In("할인 (통화의 최소 단위)", "Discount (smallest unit)"),
        ["currency"] = () => Say.In("통화", "Currency"),
        ["rowsLoaded"] = () => Say.In("불러온 행", "Rows loaded"),
        ["role"] = () => Say.In("역할", "Role"),
        ["isDisabled"] = () => Say.In("사용 중지", "Disabled"),
        ["expiresAt"] = () => Say.In("기한", "Expires"),
        ["isPasswordNew"] = () => Say.In("새 비밀번호", "New password"),
        ["isSecondStepOff"] = () => Say.In("2단계 로그인 꺼짐", "Second step turned off"),
        ["hasSecondStep"] = () => Say.In("2단계 로그인", "Second step"),
        ["recoveryCodesLeft"] = () => Say.In("남은 복구 코드", "Recovery codes left"),
        ["poolCodes"] = () => Say.In("코드 목록의 코드 수", "Codes in the pool"),
        ["listedMembers"] = () => Say.In("명단의 회원 수", "Members on the list"),
        ["eligibleText"] = () => Say.In("대상 안내", "Who it is for"),
        ["asksProof"] = () => Say.In("자동 신청 방지", "Challenge"),
        ["ticket"] = () => Say.In("접수 번호", "Ticket"),
        ["factsVersion"] = () => Say.In("캐시 정보의 버전", "Version of the cache's facts"),
        ["scopes"] = () => Say.In("권한 범위", "Scopes"),
        ["secretPrefix"] = () => Say.In("비밀 키의 앞부분", "Beginning of the secret"),
        ["oldSecretUntil"] = () => Say.In("이전 비밀 키의 기한", "Old secret good until"),
        ["isRevoked"] = () => Say.In("폐기", "Revoked"),
        ["refusals"] = () => Say.In("거절 기록", "Refusals"),
        ["tallies"] = () => Say.In("초별 집계", "Tallies by the second"),
        ["auditEntries"] = () => Say.In("감사 기록", "Audit entries"),
        ["disabledAt"] = () => Say.In("정지한 때", "Disabled at"),
        ["url"] = () => Say.In("주소", "Address"),
        ["types"] = () => Say.In("이벤트 종류", "Kinds of events"),
        ["deliveredUpTo"] = () => Say.In("여기까지 전송", "Delivered up to event"),
        ["messageId"] = () => Say.In("메시지 ID", "Message id"),
        ["events"] = () => Say.In("이벤트 수", "Events"),
        ["from"] = () => Say.In("넘겨준 인스턴스", "Instance that handed over"),
        ["crowd"] = () => Say.In("예상 인원", "Expected crowd"),
        ["curve"] = () => Say.In("몰리는 모양", "How they come"),
        ["seconds"] = () => Say.In("오는 시간 (초)", "Arrival time (s)"),
        ["people"] = () => Say.In("보낸 사람", "People sent"),
        ["connections"] = () => Say.In("연결 수", "Connections"),
        ["disabledFor"] = () => Say.In("정지한 사유", "Disabled for"),
    };
}
