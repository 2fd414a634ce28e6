namespace CouponAdmin.Core.Store;

/// <summary>A moment on the store's clock: microseconds since 1970-01-01 UTC. The only clock that decides.</summary>
public readonly record struct StoreTime(long Microseconds) : IComparable<StoreTime>
{
    public static StoreTime From(DateTimeOffset moment) => new((moment.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond);

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(Microseconds * TimeSpan.TicksPerMicrosecond);

    public int CompareTo(StoreTime other) => Microseconds.CompareTo(other.Microseconds);

    public static TimeSpan operator -(StoreTime later, StoreTime earlier) => TimeSpan.FromMicroseconds(later.Microseconds - earlier.Microseconds);

    public static StoreTime operator +(StoreTime moment, TimeSpan span) => new(moment.Microseconds + (span.Ticks / TimeSpan.TicksPerMicrosecond));

    public static bool operator <(StoreTime left, StoreTime right) => left.Microseconds < right.Microseconds;

    public static bool operator >(StoreTime left, StoreTime right) => left.Microseconds > right.Microseconds;

    public static bool operator <=(StoreTime left, StoreTime right) => left.Microseconds <= right.Microseconds;

    public static bool operator >=(StoreTime left, StoreTime right) => left.Microseconds >= right.Microseconds;
}
