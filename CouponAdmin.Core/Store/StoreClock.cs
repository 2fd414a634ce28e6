namespace CouponAdmin.Core.Store;

/// <summary>The store's clock as known to this process: for showing, never for deciding (scripts decide, by TIME).</summary>
/// <remarks>Each answer that carries the store's time corrects it; between answers it runs on this process's own clock.</remarks>
public sealed class StoreClock(TimeProvider time)
{
    private long _offsetMicroseconds;

    /// <summary>What the store's clock shows now, to within the last answer's travel.</summary>
    public StoreTime Now => new(StoreTime.From(time.GetUtcNow()).Microseconds + Interlocked.Read(ref _offsetMicroseconds));

    /// <summary>How far the store's clock is ahead of this process's.</summary>
    public TimeSpan Offset => TimeSpan.FromMicroseconds(Interlocked.Read(ref _offsetMicroseconds));

    /// <summary>Takes the store's time from an answer that has just come.</summary>
    public void Correct(StoreTime store) =>
        Interlocked.Exchange(ref _offsetMicroseconds, store.Microseconds - StoreTime.From(time.GetUtcNow()).Microseconds);
}
