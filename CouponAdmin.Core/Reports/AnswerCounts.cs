namespace CouponAdmin.Core.Reports;

/// <summary>Answers by kind over a stretch of time.</summary>
/// <param name="At">Where the stretch begins, on the store's clock.</param>
public sealed record AnswerCounts(DateTimeOffset At, long Admitted, long Repeated, long SoldOut, long Refused, long NotEligible, long Limited)
{
    /// <summary>How often anybody asked.</summary>
    public long Asked => Admitted + Repeated + SoldOut + Refused + NotEligible + Limited;

    /// <summary>All of them as one stretch.</summary>
    public static AnswerCounts Sum(IEnumerable<AnswerCounts> parts) => parts.Aggregate(
        new AnswerCounts(DateTimeOffset.UnixEpoch, 0, 0, 0, 0, 0, 0),
        (sum, p) => new AnswerCounts(
            sum.At, sum.Admitted + p.Admitted, sum.Repeated + p.Repeated, sum.SoldOut + p.SoldOut, sum.Refused + p.Refused, sum.NotEligible + p.NotEligible,
            sum.Limited + p.Limited));
}
