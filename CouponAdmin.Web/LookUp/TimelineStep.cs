using System.Globalization;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.LookUp;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LookUp;

/// <summary>One thing that happened to a claim.</summary>
/// <param name="At">Null for what has not happened yet.</param>
internal sealed record TimelineStep(DateTimeOffset? At, string Word, string? Detail = null, string? Code = null)
{
    /// <summary>In the order of their moments; what is still to come stands last.</summary>
    public static IReadOnlyList<TimelineStep> Of(ClaimTimeline timeline, bool seesCodes)
    {
        List<TimelineStep> steps = [.. timeline.Refusals.Select(r => new TimelineStep(r.At, RefusedTexts.Word(r.Outcome), RefusedTexts.Detail(r, timeline)))];
        if (timeline is { Ticket: { } ticket, AdmittedAt: { } admitted })
        {
            steps.Add(new TimelineStep(admitted, Say.In("접수", "Admitted"), Admission(ticket, timeline.Place)));
            steps.Add(timeline.Row is { } row ? Recorded(row.SeenBy(seesCodes)) : new TimelineStep(null, Say.In("저장 대기 중", "Waiting to be recorded"), Say.In("순서대로 곧 저장됩니다.", "It is recorded in turn.")));
        }

        if (timeline.Row is { RedeemedAt: { } used })
        {
            steps.Add(new TimelineStep(used, Say.In("사용", "Used"), Say.In("주문에 사용되었습니다.", "It was used for an order.")));
        }

        if (timeline.Row is { RevokedAt: { } revoked } taken)
        {
            string unit = taken.IsUnitReturned ? Say.In("수량을 돌려놓았습니다.", "The unit was given back.") : Say.In("수량을 돌려놓지 않았습니다.", "The unit was not given back.");
            steps.Add(new TimelineStep(revoked, Say.In("회수", "Revoked"), $"{unit} {Say.In("사유", "Reason")}: {taken.RevokeReason}"));
        }

        return [.. steps.OrderBy(step => step.At ?? DateTimeOffset.MaxValue)];
    }

    private static string Admission(long ticket, int? place)
    {
        string number = ticket.ToString(CultureInfo.InvariantCulture);
        return place is null
            ? Say.In($"접수 번호 {number}", $"Ticket {number}")
            : Say.In($"{Figures.Count(place)}번째 · 접수 번호 {number}", $"No. {Figures.Count(place)} · ticket {number}");
    }

    private static TimelineStep Recorded(IssuanceView row)
    {
        // A revoked row was issued first; that it was revoked is a step of its own.
        string word = row.Number is null ? StatusTextsOf(row.Status) : Say.In("발급·저장", "Issued and stored");
        string? detail = row.Number is null ? Explained(row.Status) : Say.In($"{Figures.Count(row.Number)}번 쿠폰", $"Coupon {Figures.Count(row.Number)}");
        return new TimelineStep(row.IssuedAt, word, detail, row.Code);
    }

    private static string StatusTextsOf(ClaimStatus status) => Say.In($"저장: {Issuance.StatusTexts.Word(status)}", $"Stored: {Issuance.StatusTexts.Word(status)}");

    private static string? Explained(ClaimStatus status) => status switch
    {
        ClaimStatus.QueueExpired => Say.In("대기 시간 한도를 넘겨 발급되지 않았고, 수량은 다음 신청자에게 갔습니다.", "It waited longer than allowed and was not issued; its unit went on."),
        ClaimStatus.Refused => Say.In("장애 뒤 남은 수량이 없어 발급되지 않았습니다.", "After a fault no unit was left for it."),
        ClaimStatus.Quarantined => Say.In("저장할 수 없는 자료라 수량을 남겨 둔 채 보류했습니다.", "It could not be stored as it was; its unit is kept."),
        ClaimStatus.Queued or ClaimStatus.Issued or ClaimStatus.Redeemed or ClaimStatus.Revoked => null,
    };
}
