namespace CouponAdmin.Core.EventLog;

/// <summary>The log for programs that ask: what is above their cursor, or, where they wish it, the next thing that happens.</summary>
public sealed class EventFeed(EventReader reader, EventSignal signal, TimeProvider time)
{
    /// <summary>How long an answer may be waited for.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);

    /// <summary>Askers that wait in one instance at most; more are answered at once.</summary>
    public const int WaitersMax = 200;

    private int _waiting;

    /// <summary>A page above the cursor; null: the cursor is above the newest event, so it is of another log.</summary>
    /// <param name="after">The cursor.</param>
    /// <param name="limit">1–1,000.</param>
    /// <param name="wait">How long to wait for an event while there is none; at most <see cref="WaitMax"/>.</param>
    /// <param name="end">Ends the waiting early, with an empty page.</param>
    /// <param name="cancellationToken">The asker is gone.</param>
    public async Task<EventPage?> ReadAsync(long after, int limit, TimeSpan wait, CancellationToken end, CancellationToken cancellationToken)
    {
        EventPage page = await reader.PageAsync(after, limit, cancellationToken);
        if (page.Items.Count > 0)
        {
            return page;
        }

        if (after > await reader.LastAsync(cancellationToken))
        {
            return null;
        }

        return wait > TimeSpan.Zero && await WaitAsync(after, wait, end, cancellationToken) ? await reader.PageAsync(after, limit, cancellationToken) : page;
    }

    /// <summary>True: there is an event above the cursor.</summary>
    private async Task<bool> WaitAsync(long after, TimeSpan wait, CancellationToken end, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > WaitersMax)
            {
                return false;
            }

            using CancellationTokenSource patience = new(wait, time);
            using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, end, cancellationToken);
            await signal.WaitAsync(after, any.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            return signal.Last > after;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
