namespace CouponAdmin.Core.LiveFeed;

/// <summary>The last ten seconds of a sale in tenths, from tickets and rows. All pages of an instance draw from the same one.</summary>
/// <param name="Points">Oldest first, always <see cref="PointCount"/>; the last one ended just now.</param>
/// <param name="FirstClaim">The sale's first ticket; null while nothing is recorded.</param>
/// <param name="LastUnit">Its last ticket, when nothing is left.</param>
/// <param name="LastAnswer">When the newest row was recorded; null while there is none.</param>
public sealed record LiveRush(IReadOnlyList<LiveRushPoint> Points, DateTimeOffset? FirstClaim, DateTimeOffset? LastUnit, DateTimeOffset? LastAnswer)
{
    public const int PointCount = 100;

    public static readonly TimeSpan Width = TimeSpan.FromMilliseconds(100);

    /// <summary>How far it looks back.</summary>
    public static readonly TimeSpan Span = Width * PointCount;
}

/// <summary>A tenth of a second.</summary>
/// <param name="At">Where it begins, on the store's clock.</param>
/// <param name="Admitted">Tickets given in it.</param>
/// <param name="Recorded">Rows written in it.</param>
/// <param name="InQueue">Claims that waited at its end: tickets given up to there less rows written up to there.</param>
public sealed record LiveRushPoint(DateTimeOffset At, long Admitted, long Recorded, long InQueue);

/// <summary>The database's books as a pulse was read with them.</summary>
/// <param name="LastTicket">Of the store.</param>
internal sealed record PulseBooks(long CampaignId, long Watermark, int Recorded, long LastTicket);
