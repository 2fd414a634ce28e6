namespace CouponAdmin.Core.LiveFeed;

/// <summary>How far back a live chart looks; each is drawn with 60 points.</summary>
public enum TraceRange
{
    OneMinute,
    FiveMinutes,
    OneHour,
}

/// <summary>A stretch of a sale: answers a second on average, and the deepest queue that was seen.</summary>
/// <param name="At">Where the stretch begins, on the store's clock.</param>
/// <param name="QueueDepth">Null when nobody watched then: the depth is kept only while somebody looks.</param>
public sealed record TracePoint(DateTimeOffset At, double Admitted, double Repeated, double SoldOut, double Refused, double NotEligible, double Limited, int? QueueDepth)
{
    /// <summary>Turned away for any reason but "sold out".</summary>
    public double TurnedAway => Refused + NotEligible + Limited;
}
