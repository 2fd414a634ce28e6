using System.Globalization;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.LookUp;

namespace CouponAdmin.Web.LookUp;

/// <summary>A text that support can send as it is: what happened, when, and what the member can do. Without the code and without staff's reasons.</summary>
internal sealed record MemberLetter(bool IsKorean)
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public string Of(ClaimTimeline timeline)
    {
        string[] lines =
        [
            In($"안녕하십니까. 문의하신 '{timeline.Name}'의 신청 내역입니다. 시각은 모두 한국 시간입니다.", $"Hello. This is what we have on your claim for “{timeline.Name}”. All times are Korean time (KST)."),
            .. timeline.Refusals.Select(refusal => Of(refusal, timeline)),
            .. Claim(timeline),
        ];
        return string.Join('\n', lines);
    }

    private string Of(KeptRefusal refusal, ClaimTimeline timeline)
    {
        string at = ExactMoment.Text(refusal.At);
        return refusal.Outcome switch
        {
            ClaimOutcome.SoldOut => SoldOut(refusal, at),
            ClaimOutcome.NotOpenYet => In(
                $"{at}에 신청하셨으나 {ExactMoment.Text(timeline.OpensAt)}에 열리는 행사라 접수되지 않았습니다.", $"You asked on {at}; the sale was to open on {ExactMoment.Text(timeline.OpensAt)}, so that claim was not taken."),
            ClaimOutcome.Paused => In($"{at}에는 행사가 잠시 멈추어 있어 접수되지 않았습니다.", $"On {at} the sale was paused, so that claim was not taken."),
            ClaimOutcome.Closed => In($"{at}에는 행사가 이미 끝나 접수되지 않았습니다.", $"On {at} the sale was over, so that claim was not taken."),
            ClaimOutcome.NotEligible => In($"{at}에 신청하셨으나 이 행사는 정해진 회원께 드리는 것이라 접수되지 않았습니다.", $"You asked on {at}; this offer is for certain members, and your account was not among them, so that claim was not taken."),
            ClaimOutcome.MemberDisabled => In($"{at}의 신청은 계정의 신청이 제한되어 있어 접수되지 않았습니다.", $"The claim of {at} was not taken, as claims from your account are turned off."),
            ClaimOutcome.TooManyRequests => In($"{at}의 신청은 짧은 시간에 요청이 많아 접수되지 않았습니다.", $"The claim of {at} was not taken, as too many requests came at once."),
            ClaimOutcome.NotReady or ClaimOutcome.StoreUnavailable => In($"{at}에는 저희 쪽 사정으로 바로 답해 드리지 못했습니다. 죄송합니다.", $"On {at} we could not answer you at once, for reasons on our side. We are sorry."),
            ClaimOutcome.Queued or ClaimOutcome.Known or ClaimOutcome.Revoked or ClaimOutcome.QueueExpired or ClaimOutcome.Refused or ClaimOutcome.UnknownCampaign
                => throw new ArgumentOutOfRangeException(nameof(refusal), refusal.Outcome, "It is never kept."),
        };
    }

    private string SoldOut(KeptRefusal refusal, string at) => refusal.LastTicketAt is { } last
        ? In(
            $"{at}에 신청하셨으나 그때는 모두 소진되어 있었습니다. 마지막 쿠폰은 {ExactMoment.Gap(refusal.At - last, IsKorean)} 전에 접수되었습니다.",
            $"You asked on {at}. By then all coupons were gone: the last one had been taken {ExactMoment.Gap(refusal.At - last, IsKorean)} before.")
        : In($"{at}에 신청하셨으나 그때는 모두 소진되어 있었습니다.", $"You asked on {at}. By then all coupons were gone.");

    private IEnumerable<string> Claim(ClaimTimeline timeline)
    {
        if (timeline is not { Ticket: { } ticket, AdmittedAt: { } admitted, Status: { } status })
        {
            yield return In("그래서 발급된 쿠폰이 없습니다. 양해해 주시기 바랍니다.", "So there is no coupon for you in this sale. We ask for your understanding.");
            yield break;
        }

        string number = ticket.ToString(CultureInfo.InvariantCulture);
        yield return timeline.Place is { } place
            ? In($"{ExactMoment.Text(admitted)}에 {Count(place)}번째로 접수되었습니다. 접수 번호는 {number}입니다.", $"Your claim was taken on {ExactMoment.Text(admitted)} as number {Count(place)} (ticket {number}).")
            : In($"{ExactMoment.Text(admitted)}에 접수되었습니다. 접수 번호는 {number}입니다.", $"Your claim was taken on {ExactMoment.Text(admitted)} (ticket {number}).");
        yield return Outcome(status, timeline.Row);
    }

    private string Outcome(ClaimStatus status, IssuanceView? row) => status switch
    {
        ClaimStatus.Queued => In("순서대로 발급하고 있습니다. 결과는 '내 쿠폰'에서 보실 수 있습니다.", "Coupons are being issued in order. You will find the result under My coupons."),
        ClaimStatus.Issued => In(
            $"{ExactMoment.Text(row!.IssuedAt)}에 {Count(row.Number)}번째 쿠폰이 발급되었습니다. 코드는 '내 쿠폰'에서 보실 수 있습니다.",
            $"Coupon no. {Count(row.Number)} was issued on {ExactMoment.Text(row.IssuedAt)}. You will find its code under My coupons."),
        ClaimStatus.Redeemed => In(
            $"발급된 쿠폰은 {ExactMoment.Text(row!.RedeemedAt ?? row.IssuedAt)}에 사용되었습니다.",
            $"The coupon was used on {ExactMoment.Text(row.RedeemedAt ?? row.IssuedAt)}."),
        ClaimStatus.Revoked => In(
            $"발급된 쿠폰은 {ExactMoment.Text(row!.RevokedAt ?? row.IssuedAt)}에 회수되어 쓰실 수 없습니다.",
            $"The coupon was withdrawn on {ExactMoment.Text(row.RevokedAt ?? row.IssuedAt)} and is no longer valid."),
        ClaimStatus.QueueExpired => In(
            "정해진 시간 안에 발급하지 못해 쿠폰이 다음 분께 넘어갔습니다. 죄송합니다.", "We could not issue it in time, and the coupon went to the next person. We are sorry."),
        ClaimStatus.Refused => In("저희 쪽 장애로 남은 쿠폰이 없어 발급하지 못했습니다. 죄송합니다.", "After a fault on our side no coupon was left for you. We are sorry."),
        ClaimStatus.Quarantined => In(
            "담당자가 확인하고 있습니다. 쿠폰 한 장은 그대로 보관되어 있습니다.", "Our staff are checking it. One coupon is kept for you."),
    };

    private static string Count(int? number) => (number ?? 0).ToString("N0", English);

    private string In(string korean, string english) => IsKorean ? korean : english;
}
