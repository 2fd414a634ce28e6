using System.Diagnostics;
using System.Threading.Tasks.Sources;
using CouponAdmin.Core.Telemetry;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>A claim that waits for its answer; it is answered once, by whoever comes first: the store or the deadline.</summary>
/// <remarks>
/// Whoever answers says where the asker goes on. A task would decide it at the beginning, and a rush of askers that each go on by themselves
/// costs a thread's switch for every one.
/// </remarks>
internal sealed class PendingClaim(string member, ClaimDeadline deadline) : IValueTaskSource<Admission>
{
    private ManualResetValueTaskSourceCore<Admission> _answer;
    private int _isAnswered;

    public string Member => member;

    /// <summary>The span of its request; null while nobody traces.</summary>
    public Activity? Asker { get; } = ProductTraces.Asker;

    /// <summary>How long ago it came.</summary>
    public TimeSpan Age => deadline.Time.GetElapsedTime(deadline.Arrived);

    /// <summary>To be awaited once.</summary>
    public ValueTask<Admission> Admission => new(this, _answer.Version);

    /// <summary>Answers, unless that is done; the asker goes on in this very call. Never under a lock.</summary>
    public void Answer(Admission admission) => TryAnswer(admission, goesOnHere: true);

    /// <summary>Answers "unknown", unless it is answered. The asker goes on elsewhere.</summary>
    public void GiveUp() => TryAnswer(new Admission(ClaimKind.Unknown), goesOnHere: false);

    /// <summary>Gives up unless more than this is left until the deadline; true if this claim is answered.</summary>
    public bool EndUnlessLeft(TimeSpan spare)
    {
        if (Volatile.Read(ref _isAnswered) == 0 && deadline.Left <= spare)
        {
            GiveUp();
        }

        return Volatile.Read(ref _isAnswered) != 0;
    }

    Admission IValueTaskSource<Admission>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Admission>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<Admission>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    private void TryAnswer(Admission admission, bool goesOnHere)
    {
        if (Interlocked.Exchange(ref _isAnswered, 1) == 0)
        {
            _answer.RunContinuationsAsynchronously = !goesOnHere;
            _answer.SetResult(admission);
        }
    }
}
