namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>A claim's deadline, from its arrival: asking, warming a cold campaign and asking again share it.</summary>
internal readonly record struct ClaimDeadline(TimeProvider Time, long Arrived, TimeSpan Timeout)
{
    /// <summary>What is left of it; zero once it has passed.</summary>
    public TimeSpan Left
    {
        get
        {
            TimeSpan left = Timeout - Time.GetElapsedTime(Arrived);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Waits for work that may hang, such as the database's, no longer than what is left; nothing is added to work that is done already.</summary>
    /// <exception cref="TimeoutException">The deadline passed; the work goes on by itself and its result is dropped.</exception>
    public ValueTask<T> WithinAsync<T>(ValueTask<T> work, CancellationToken cancellationToken) =>
        work.IsCompleted ? work : new ValueTask<T>(work.AsTask().WaitAsync(Left, Time, cancellationToken));
}
