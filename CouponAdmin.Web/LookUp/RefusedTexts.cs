using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.LookUp;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LookUp;

/// <summary>A kept refusal in words, for staff.</summary>
internal static class RefusedTexts
{
    // No default arm: a new outcome does not compile until it has its words, or stands with those that are never kept.
    public static string Word(ClaimOutcome outcome) => outcome switch
    {
        ClaimOutcome.NotOpenYet => Say.In("거절: 아직 열리지 않음", "Refused: not open yet"),
        ClaimOutcome.Paused => Say.In("거절: 일시 중지", "Refused: paused"),
        ClaimOutcome.SoldOut => Say.In("거절: 모두 소진", "Refused: sold out"),
        ClaimOutcome.Closed => Say.In("거절: 종료", "Refused: closed"),
        ClaimOutcome.NotEligible => Say.In("거절: 대상 회원이 아님", "Refused: not eligible"),
        ClaimOutcome.MemberDisabled => Say.In("거절: 정지된 회원", "Refused: member disabled"),
        ClaimOutcome.NotReady => Say.In("거절: 준비 중", "Refused: not ready"),
        ClaimOutcome.StoreUnavailable => Say.In("답하지 못함: 저장소 응답 없음", "Not answered: the store was away"),
        ClaimOutcome.TooManyRequests => Say.In("거절: 요청이 너무 잦음", "Refused: too many requests"),
        ClaimOutcome.Queued or ClaimOutcome.Known or ClaimOutcome.Revoked or ClaimOutcome.QueueExpired or ClaimOutcome.Refused or ClaimOutcome.UnknownCampaign
            => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "It is never kept."),
    };

    /// <summary>What the moment says beside the word; null where the word says it all.</summary>
    public static string? Detail(KeptRefusal refusal, ClaimTimeline timeline) => refusal.Outcome switch
    {
        ClaimOutcome.SoldOut when refusal.LastTicketAt is { } last => Say.In(
            $"마지막 쿠폰은 {ExactMoment.Gap(refusal.At - last, isKorean: true)} 전에 접수되었습니다.",
            $"The last coupon went {ExactMoment.Gap(refusal.At - last, isKorean: false)} before."),
        ClaimOutcome.NotOpenYet when timeline.OpensAt > refusal.At => Say.In(
            $"시작 {ExactMoment.Gap(timeline.OpensAt - refusal.At, isKorean: true)} 전이었습니다.",
            $"It was {ExactMoment.Gap(timeline.OpensAt - refusal.At, isKorean: false)} before the opening."),
        ClaimOutcome.Closed when timeline.ClosesAt < refusal.At => Say.In(
            $"종료 {ExactMoment.Gap(refusal.At - timeline.ClosesAt, isKorean: true)} 뒤였습니다.",
            $"It was {ExactMoment.Gap(refusal.At - timeline.ClosesAt, isKorean: false)} after the end."),
        ClaimOutcome.NotEligible => Say.In("그때 명단에 없었습니다. 명단이 바뀌면 다시 신청할 수 있습니다.", "They were not on the list then. Asking again is possible once the list has them."),
        ClaimOutcome.StoreUnavailable => Say.In("접수되었는지는 아래 기록으로 판단합니다.", "Whether it was admitted shows below."),
        ClaimOutcome.TooManyRequests or ClaimOutcome.NotReady => Say.In("다시 신청할 수 있었습니다.", "Asking again was possible."),
        _ => null,
    };
}
