namespace CouponAdmin.Core.Reports;

/// <summary>Where a sale's claims are, as fine as they lie: from the rows, whose tickets and moments are microseconds, so it is exact at every width.</summary>
/// <param name="Marks">The moments that a reader looks for.</param>
/// <param name="Width">How long each point is.</param>
/// <param name="Points">Without gaps, in order; at most <see cref="RushBuckets.CountMax"/>.</param>
/// <param name="Before">Recorded claims that were admitted before the first point.</param>
/// <param name="After">Recorded claims that were admitted after the last point.</param>
public sealed record SaleRush(SaleMarks Marks, TimeSpan Width, IReadOnlyList<RushPoint> Points, long Before, long After)
{
    /// <summary>Chosen by itself, the stretch ends where this share of the claims was admitted: what trickles in afterwards can last for days. The rest may be left out before it too.</summary>
    internal const double Share = 0.99;

    /// <summary>And goes on until they were recorded, unless that takes so many times as long as admitting them.</summary>
    internal const int TailMax = 4;

    /// <summary>The few who came first are left out where they would make the stretch so many times as long.</summary>
    internal const int AloneMin = 2;

    public DateTimeOffset Begin => Points[0].At;

    public DateTimeOffset End => Points[^1].At + Width;
}

/// <summary>The moments of a sale, on the store's clock.</summary>
/// <param name="FirstClaim">The first ticket.</param>
/// <param name="LastUnit">The last ticket, when nothing is left.</param>
/// <param name="LastAnswer">When the last coupon was recorded, which is when its member is told.</param>
public sealed record SaleMarks(DateTimeOffset FirstClaim, DateTimeOffset? LastUnit, DateTimeOffset LastAnswer);

/// <summary>One bucket.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Admitted">Tickets of this bucket.</param>
/// <param name="Recorded">Rows that were written in it.</param>
/// <param name="InQueue">Claims that waited at its end: tickets up to there less rows up to there.</param>
public sealed record RushPoint(DateTimeOffset At, long Admitted, long Recorded, long InQueue);
