namespace CouponAdmin.Core.EventLog;

/// <summary>Wakes those who wait in this instance for events above a place.</summary>
public sealed class EventSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = New();
    private long _last;

    /// <summary>The newest place that this instance knows of.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Ends as soon as there is an event above this place.</summary>
    public async Task WaitAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The task first, the place second: the other order can miss what comes between.
            Task next = NextAsync();
            if (Last > after)
            {
                return;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    internal void Raise(long last)
    {
        TaskCompletionSource woken;
        lock (_gate)
        {
            if (last <= _last)
            {
                return;
            }

            Interlocked.Exchange(ref _last, last);
            (woken, _next) = (_next, New());
        }

        woken.SetResult();
    }

    private Task NextAsync()
    {
        lock (_gate)
        {
            return _next.Task;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
