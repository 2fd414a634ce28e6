using CouponAdmin.Core.Results;

namespace CouponAdmin.Web.Shared;

/// <summary>The sentence for each refusal of an operator's act: what happened, and what to do.</summary>
public static class RefusalTexts
{
    // No default arm: a new refusal does not compile until it has its sentence here.
    public static string Of(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal.Kind switch
        {
            RefusalKind.InvalidInput => Say.In("입력을 고쳐야 합니다. 표시된 항목을 확인하십시오.", "Some fields need mending. See the marks."),
            RefusalKind.UnknownCampaign => Say.In("이 캠페인은 더 이상 없습니다. 목록에서 다시 찾으십시오.", "This campaign is gone. Look for it in the list."),
            RefusalKind.UnknownIssuance => Say.In(
                "이 번호의 쿠폰이 없습니다. 발급 이력을 다시 불러오십시오.", "There is no coupon of this number. Load the history again."),
            RefusalKind.UnknownRedemption => Say.In("이 사용 내역이 없습니다. 목록을 다시 불러오십시오.", "There is no such use of a coupon. Load the list again."),
            RefusalKind.UnknownJob => Say.In("이 일괄 작업이 없습니다.", "There is no such job."),
            RefusalKind.TooManyJobs => Say.In(
                $"끝나지 않은 일괄 작업이 {refusal.Bound?.ToString("N0", Figures.Culture)}개입니다. 하나가 끝난 뒤에 다시 시도하십시오.",
                $"{refusal.Bound?.ToString("N0", Figures.Culture)} jobs are unfinished, which is the most. Try again when one is done."),
            RefusalKind.CouponRedeemed => Say.In(
                "이미 주문에 사용된 쿠폰이라 회수할 수 없습니다. 먼저 사용을 취소한 뒤 회수하십시오.", "This coupon is used for an order and can't be revoked. Undo its use first, then revoke it."),
            RefusalKind.SlugTaken => Say.In("이 주소는 다른 캠페인이 쓰고 있습니다. 다른 주소를 입력하십시오.", "Another campaign has this address. Choose a different one."),
            RefusalKind.WrongState => Say.In(
                "지금 상태에서는 할 수 없습니다. 그 사이에 다른 사람이 상태를 바꾸었을 수 있습니다.",
                "The state does not allow this now. Somebody else may have changed it meanwhile."),
            RefusalKind.StaffAccount => Say.In(
                "이 ID는 직원 계정입니다. 직원 계정은 관리자가 사용자 화면에서 잠급니다.", "This is the account of somebody who works here. An administrator locks such accounts on the users page."),
            RefusalKind.StillInSale => Say.In(
                "끝나지 않은 캠페인에서 접수된 회원입니다. 그 캠페인이 끝난 뒤에 지우십시오.", "This member holds a ticket of a campaign that isn't over. Erase them after its end."),
            RefusalKind.BelowAdmitted => BelowAdmitted(refusal.Bound),
            RefusalKind.UnknownAccount => Say.In("이 계정은 더 이상 없습니다. 목록을 다시 불러오십시오.", "This account is gone. Load the list again."),
            RefusalKind.EmailTaken => Say.In(
                "이 이메일을 쓰는 계정이 이미 있습니다. 그 계정을 찾아 역할을 바꾸십시오.", "An account with this email exists. Find it and change its role."),
            RefusalKind.LastAdministrator => Say.In(
                "마지막 관리자입니다. 먼저 다른 사람에게 관리자 역할을 주어야 합니다.", "This is the last administrator. Make somebody else an administrator first."),
            RefusalKind.StillRefused => Say.In(
                "데이터베이스가 이 신청을 아직 저장하지 못합니다. 원인을 고친 뒤 다시 시도하십시오.", "The database still can't store this claim. Mend the cause, then try again."),
            RefusalKind.StoreUnavailable => Say.In(
                "저장소가 제때 답하지 않아 하지 못했습니다. 잠시 후 다시 시도하십시오.",
                "The store did not answer in time, so this was not done. Try again in a moment."),
            RefusalKind.ChangedMeanwhile => Say.In(
                "그 사이에 다른 사람이 값을 바꾸었습니다. 저장하지 않았습니다. 지금 값을 확인하십시오.",
                "Somebody else changed this meanwhile, so nothing was saved. Look at the values of now."),
            RefusalKind.AlreadyDisabled => Say.In("이미 정지되어 있습니다. 다른 사람이 먼저 정지했을 수 있습니다.", "Disabled already. Somebody else may have done it first."),
            RefusalKind.NotDisabled => Say.In("정지되어 있지 않습니다. 다른 사람이 먼저 풀었을 수 있습니다.", "Not disabled. Somebody else may have enabled it first."),
            RefusalKind.UnknownClient => Say.In("이 API 클라이언트는 없습니다. 목록을 다시 불러오십시오.", "There is no such API client. Load the list again."),
            RefusalKind.TooManyClients => Say.In(
                $"API 클라이언트는 {refusal.Bound?.ToString("N0", Figures.Culture)}개까지 만들 수 있습니다. 쓰지 않는 것을 먼저 폐기하십시오.",
                $"There can be {refusal.Bound?.ToString("N0", Figures.Culture)} API clients. Revoke those that nobody uses first."),
            RefusalKind.UnknownWebhook => Say.In("이 웹훅은 없습니다. 목록을 다시 불러오십시오.", "There is no such webhook. Load the list again."),
            RefusalKind.UnknownDelivery => Say.In("이 전송 기록은 더 이상 없습니다. 기록을 다시 불러오십시오.", "This delivery is no longer kept. Load the list again."),
            RefusalKind.TooManyWebhooks => Say.In(
                $"웹훅은 {refusal.Bound?.ToString("N0", Figures.Culture)}개까지 만들 수 있습니다. 쓰지 않는 것을 먼저 지우십시오.",
                $"There can be {refusal.Bound?.ToString("N0", Figures.Culture)} webhooks. Delete those that nobody uses first."),
            RefusalKind.SaleNear => SaleNear(refusal.Current, refusal.Bound),
            RefusalKind.RehearsalUnderWay => UnderWay,
            RefusalKind.NoOwnAddress => NoOwnAddress,
            RefusalKind.KeyReused => Say.In("같은 요청 키로 다른 파일을 이미 올렸습니다. 파일을 다시 고르십시오.", "This key was used for another file. Choose the file again."),
            RefusalKind.ImportUnderWay => Say.In(
                "이 캠페인에 다른 코드 파일을 올리는 중입니다. 1분 뒤에 다시 시도하십시오.", "Another file of codes is being read into this campaign. Try again in a minute."),
            RefusalKind.NoCodeTaken => Say.In("쓸 수 있는 코드가 한 줄도 없습니다. 바뀐 것은 없습니다.", "No line gave a code that can be used. Nothing was changed."),
            RefusalKind.TooManyDisabled => TooManyDisabled(refusal.Bound),
        };
    }

    private static string UnderWay => Say.In(
        "리허설은 모든 인스턴스를 통틀어 한 번에 하나만 합니다. 진행 중인 리허설이 끝난 뒤에 다시 시도하십시오.",
        "There is one rehearsal at a time over all instances. Try again when the one under way has ended.");

    private static string NoOwnAddress => Say.In(
        "이 서버는 TLS 주소에서만 듣고 있어 자기 자신에게 신청을 보낼 수 없습니다. http://127.0.0.1:5080 같은 주소를 하나 더 열어 주십시오.",
        "This server listens with TLS only, so it can't send claims to itself. Let it listen on an address such as http://127.0.0.1:5080 too.");

    private static string TooManyDisabled(long? bound) => Say.In(
        $"정지할 수 있는 회원은 모두 {bound?.ToString("N0", Figures.Culture)}명이고, 이미 다 찼습니다. 다른 회원의 정지를 먼저 푸십시오.",
        $"{bound?.ToString("N0", Figures.Culture)} members are disabled, which is the most. Enable some of them first.");

    private static string SaleNear(object? sale, long? minutes) => Say.In(
        $"‘{sale}’ 판매가 열려 있거나 {minutes?.ToString("N0", Figures.Culture)}분 안에 시작합니다. 그 판매를 마감했거나 끝난 뒤에 다시 시도하십시오.",
        $"The sale ‘{sale}’ is open, or opens within {minutes?.ToString("N0", Figures.Culture)} minutes. Try again when it is closed or over.");

    private static string BelowAdmitted(long? bound) => bound is null
        ? Say.In("이미 접수된 수보다 적게 줄일 수 없습니다.", "The quantity can't go below what is already given.")
        : Say.In(
            $"이미 접수된 수보다 적게 줄일 수 없습니다. 지금은 {bound.Value.ToString("N0", Figures.Culture)}개부터 됩니다.",
            $"The quantity can't go below what is already given: {bound.Value.ToString("N0", Figures.Culture)} is the least now.");
}
