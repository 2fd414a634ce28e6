namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>When this process's scheduled drain last came to its end.</summary>
public sealed class DrainHeartbeat(TimeProvider time)
{
    /// <summary>A drainer that is silent for longer is an alarm.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(5);

    private long _last = time.GetTimestamp();

    /// <summary>How long ago the last run ended (or the process began).</summary>
    public TimeSpan Age => time.GetElapsedTime(Interlocked.Read(ref _last));

    /// <summary>When that was.</summary>
    public DateTimeOffset At => time.GetUtcNow() - Age;

    internal void Beat() => Interlocked.Exchange(ref _last, time.GetTimestamp());
}
