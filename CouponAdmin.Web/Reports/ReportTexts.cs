using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Reports;
using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Reports;

/// <summary>The sentences and pictures of a report.</summary>
public static class ReportTexts
{
    /// <summary>Whether the counts add up, in one line; the truth is the books, the tallies are for charts.</summary>
    public static (bool IsGood, string Text) Check(SaleReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string tally = Figures.Count(report.Answers.Admitted);
        string recorded = Figures.Count(report.RecordedTotal);
        if (report.AdmittedByBooks is not { } admitted)
        {
            return (false, Say.In(
                $"집계의 접수 {tally}, 기록 {recorded}. 저장소가 답하지 않아 대기 중인 신청을 더하지 못했습니다.",
                $"Admitted by tally {tally}, recorded {recorded}. The store did not answer, so what waits could not be added."));
        }

        string books = report.Queued > 0
            ? Say.In($"기록 {recorded} + 대기 {Figures.Count(report.Queued)}", $"recorded {recorded} + waiting {Figures.Count(report.Queued)}")
            : Say.In($"기록 {recorded}", $"recorded {recorded}");
        return report.Answers.Admitted == admitted
            ? (true, Say.In($"집계의 접수 {tally} = {books}", $"Admitted by tally {tally} = {books}"))
            : (false, Say.In(
                $"집계의 접수 {tally} ≠ {books}. 쿠폰은 기록이 맞습니다. 집계는 차트용이라, 지금 접수 중이거나 인스턴스가 갑자기 끝나면 어긋납니다.",
                $"Admitted by tally {tally} ≠ {books}. The records are right: tallies are for charts, and differ while claims come in, or when an instance ended suddenly."));
    }

    /// <summary>How long selling out took, counted from one of its beginnings.</summary>
    public static string SoldOut(SaleReport report, TimeSpan? after)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.SoldOutAt is null || after is null
            ? Say.In("소진되지 않음", "not sold out")
            : Figures.Fine(after.Value < TimeSpan.Zero ? TimeSpan.Zero : after.Value);
    }

    /// <summary>What became of rows that are not coupons any more, or never were; null when there is none.</summary>
    public static string? Others(SaleReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string[] parts =
        [
            .. new[] { ClaimStatus.Revoked, ClaimStatus.QueueExpired, ClaimStatus.Refused, ClaimStatus.Quarantined }
                .Select(status => (status, count: report.Recorded.GetValueOrDefault(status))).Where(s => s.count > 0)
                .Select(s => $"{Issuance.StatusTexts.Word(s.status)} {Figures.Count(s.count)}"),
        ];
        return parts.Length == 0 ? null : string.Join(" · ", parts);
    }

    /// <summary>One sale's answers by kind from its opening on; with another, what was asked of both.</summary>
    public static ChartPicture Curve(SaleCurve curve, SaleCurve? other)
    {
        ArgumentNullException.ThrowIfNull(curve);
        string[] moments = [.. Enumerable.Range(0, curve.Points.Count).Select(i => SinceOpening(curve.Width * i))];
        double seconds = curve.Width.TotalSeconds;
        return new ChartPicture(moments, other is not null
            ?
            [
                Line(curve.Name, "var(--open)", curve, p => p.Asked),
                Line(other.Name, "var(--scheduled)", other, p => p.Asked),
            ]
            :
            [
                Line(AnswerWords.Admitted, "var(--open)", curve, p => p.Admitted),
                Line(AnswerWords.Repeated, "var(--scheduled)", curve, p => p.Repeated),
                Line(AnswerWords.SoldOut, "var(--sold-out)", curve, p => p.SoldOut),
                Line(AnswerWords.TurnedAway, "var(--alarm)", curve, p => p.Refused + p.NotEligible + p.Limited),
            ]);

        ChartLine Line(string name, string color, SaleCurve of, Func<AnswerCounts, long> count) =>
            new(name, color, [.. of.Points.Select(p => (double?)(count(p) / seconds))], Figures.Rate) { IsOver = true };
    }

    private static string SinceOpening(TimeSpan span) => span.TotalDays >= 1
        ? string.Create(Figures.Culture, $"+{(int)span.TotalDays}d {span:hh\\:mm}")
        : span.TotalHours >= 1 ? string.Create(Figures.Culture, $"+{span:h\\:mm\\:ss}") : string.Create(Figures.Culture, $"+{span:m\\:ss}");
}
