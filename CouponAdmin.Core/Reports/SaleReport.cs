using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;

namespace CouponAdmin.Core.Reports;

/// <summary>What became of a sale: counts from the tallies, coupons and waits from the rows.</summary>
/// <param name="At">When it was put together, on the store's clock.</param>
/// <param name="Answers">All answers that the tallies hold.</param>
/// <param name="Recorded">Rows by what became of them.</param>
/// <param name="Queued">Tickets without a row; null when the store did not answer.</param>
/// <param name="SoldOutAt">The moment of the last coupon when all are gone.</param>
/// <param name="Waits">Null while there is no coupon.</param>
/// <param name="Askers">Who asked most often, and at least how often; most first.</param>
/// <param name="Rush">Where the claims are, at the width that shows them; null while nothing is recorded.</param>
/// <param name="Minutes">Minutes with answers or coupons, in order, at most <see cref="MinutesMax"/>.</param>
/// <param name="MinuteCount">How many such minutes there are.</param>
public sealed record SaleReport(
    string Slug, string Name, CampaignState State, int Quantity, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, DateTimeOffset At,
    AnswerCounts Answers, IReadOnlyDictionary<ClaimStatus, int> Recorded, int? Queued, DateTimeOffset? SoldOutAt, WaitTimes? Waits,
    IReadOnlyList<(string Member, int Times)> Askers, SaleRush? Rush, IReadOnlyList<ReportStretch> Minutes, int MinuteCount)
{
    /// <summary>Minutes in the table: a day's worth; a longer sale says how many are left out.</summary>
    public const int MinutesMax = 1_440;

    /// <summary>Members who asked most often.</summary>
    public const int AskersMax = 20;

    /// <summary>Rows of any status.</summary>
    public int RecordedTotal => Recorded.Values.Sum();

    /// <summary>Coupons that were given, also those that were taken back later.</summary>
    public int Issued => Recorded.GetValueOrDefault(ClaimStatus.Issued) + Redeemed + Recorded.GetValueOrDefault(ClaimStatus.Revoked);

    /// <summary>Coupons that are used.</summary>
    public int Redeemed => Recorded.GetValueOrDefault(ClaimStatus.Redeemed);

    /// <summary>Tickets that were given, by the books: the truth that the tallies are held against.</summary>
    public int? AdmittedByBooks => Queued is { } queued ? RecordedTotal + queued : null;

    /// <summary>From the opening to the last coupon.</summary>
    public TimeSpan? SoldOutAfter => SoldOutAt - OpensAt;

    /// <summary>From the first claim to the last coupon: what the crowd made of it, however long nobody came.</summary>
    public TimeSpan? SoldOutAfterFirst => SoldOutAt - Rush?.Marks.FirstClaim;

    /// <summary>The point of a curve that shows nearly all that happened: a rush lasts seconds, what trickles in afterwards can last for days.</summary>
    public TimeSpan CurveWidth
    {
        get
        {
            long enough = (long)Math.Ceiling(Minutes.Sum(m => m.Answers.Asked) * CurveShare);
            long seen = 0;
            DateTimeOffset end = Minutes.FirstOrDefault(m => (seen += m.Answers.Asked) >= enough)?.Answers.At.AddMinutes(1) ?? OpensAt;
            return CurveWidths.FirstOrDefault(width => width * SaleCurve.PointsMax >= end - OpensAt, CurveWidths[^1]);
        }
    }

    private const double CurveShare = 0.99;

    private static readonly TimeSpan[] CurveWidths =
    [
        .. new[] { 1, 2, 5, 10, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds)), .. new[] { 1, 5, 10, 30 }.Select(minutes => TimeSpan.FromMinutes(minutes)),
        .. new[] { 1, 6, 24 }.Select(hours => TimeSpan.FromHours(hours)),
    ];
}

/// <summary>A minute or a second of a sale.</summary>
/// <param name="Answers">By the tallies.</param>
/// <param name="Stored">Rows written.</param>
public sealed record ReportStretch(AnswerCounts Answers, long Stored);

/// <summary>The beginning of a sale for its curve, counted from the opening, so that two sales can be laid over each other.</summary>
/// <param name="Width">How long one point is.</param>
/// <param name="Points">Answers of each stretch, the first from the opening on; at most <see cref="PointsMax"/>.</param>
public sealed record SaleCurve(string Slug, string Name, TimeSpan Width, IReadOnlyList<AnswerCounts> Points)
{
    public const int PointsMax = 120;
}
