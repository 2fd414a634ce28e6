using System.Diagnostics;
using System.Diagnostics.Metrics;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>Gathers a campaign's claims while the last script is under way, and sends them as one. Idle, a claim leaves at once.</summary>
/// <remarks>
/// Each batch costs one sync, however small, so batches are kept even: one takes no more than its share of those who wait, and one that would be small lets others come along.
/// Deadlines are kept by one clock a campaign that ticks while claims are open, so that a claim needs no timer of its own.
/// </remarks>
internal sealed partial class ClaimBatcher
{
    /// <summary>Claims that may wait in one campaign; the next one is told to come back.</summary>
    public const int WaitingMax = 20_000;

    /// <summary>How much later than its deadline a claim may hear that it passed.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);

    /// <summary>Time that a claim must have left to be sent, at most: twice what the last script took, so that its answer comes before its deadline.</summary>
    public static readonly TimeSpan SpareMax = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a batch of less than half the last one's size goes behind the work that the pool has already: those just answered may be on their way again.</summary>
    private const int GivesWayMax = 2;

    /// <summary>Askers of a batch that go on in one work item of the pool, so that a batch wakes a few threads and not one for each.</summary>
    private const int AnsweredTogether = 32;

    private static readonly Histogram<double> Duration = ProductMeter.Histogram(ProductMetrics.AdmissionDuration);
    private static readonly Histogram<double> Size = ProductMeter.Histogram(ProductMetrics.AdmissionBatchSize);

    private readonly Lock _turn = new();
    private readonly Queue<PendingClaim> _waiting = new();
    private readonly List<PendingClaim> _sent = [];
    private readonly Guid _campaign;
    private readonly AdmissionScript _script;
    private readonly int _batchSize;
    private readonly Action _admitted;
    private readonly Action _soldOut;
    private readonly Action<int, TimeSpan>? _rehearsed;
    private readonly TimeProvider _time;
    private readonly ITimer _clock;
    private readonly ILogger _log;
    private readonly RepeatedFailures _failures;
    private TimeSpan _spare;
    private int _lastSize;
    private bool _isSending;
    private bool _isTicking;

    /// <param name="campaign">The campaign's key.</param>
    /// <param name="batchSize">Claims in one script at most.</param>
    /// <param name="admitted">Called after each batch that admitted somebody: wakes the drainer.</param>
    /// <param name="soldOut">Called after each batch in which somebody came too late: from now on that is worth remembering.</param>
    /// <param name="rehearsed">Of a rehearsal's sale: told of each batch and how long its script took, in place of the metrics.</param>
    public ClaimBatcher(
        Guid campaign, AdmissionScript script, int batchSize, Action admitted, Action soldOut, TimeProvider time, ILogger log, Action<int, TimeSpan>? rehearsed = null)
    {
        _rehearsed = rehearsed;
        (_campaign, _script, _batchSize, _admitted, _soldOut, _time, _log) = (campaign, script, batchSize, admitted, soldOut, time, log);
        _failures = new RepeatedFailures(time);
        _clock = time.CreateTimer(static batcher => ((ClaimBatcher)batcher!).EndOverdue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks for one member. Never fails for a store that is away: the answer is then <see cref="ClaimKind.Unknown"/>, within the deadline.</summary>
    public ValueTask<Admission> AskAsync(string member, ClaimDeadline deadline)
    {
        PendingClaim claim = new(member, deadline);
        bool begins;
        lock (_turn)
        {
            if (_waiting.Count >= WaitingMax)
            {
                return new(new Admission(ClaimKind.Overloaded));
            }

            _waiting.Enqueue(claim);
            begins = !_isSending;
            _isSending = true;
            if (!_isTicking)
            {
                _isTicking = true;
                _clock.Change(Tick, Timeout.InfiniteTimeSpan);
            }
        }

        if (begins)
        {
            // Off the asker's path: those who come in the same moment go along.
            _ = Task.Run(SendAllAsync);
        }

        return claim.Admission;
    }

    private async Task SendAllAsync()
    {
        await GiveWayAsync();
        Answers last = Answers.None;
        while (Take())
        {
            Task<Answers> next = SendAsync();

            // The next script is on its way before the askers of the last one take the pool.
            last.GoOn();
            last = await next;
            if (IsSmall())
            {
                last.GoOn();
                last = Answers.None;
                await GiveWayAsync();
            }
        }

        last.GoOn();
    }

    private async ValueTask GiveWayAsync()
    {
        for (int times = 0; times < GivesWayMax && IsSmall(); times++)
        {
            await Task.Yield();
        }
    }

    private bool IsSmall()
    {
        lock (_turn)
        {
            return _waiting.Count < _lastSize / 2;
        }
    }

    /// <summary>How many of those who wait make up the next batch: half of them and of the last batch together, if more wait than that one held.</summary>
    internal static int ShareOf(int waiting, int lastSize) => waiting <= lastSize ? waiting : (waiting + lastSize + 1) / 2;

    /// <summary>Fills the next batch; false when nobody waits, and the next claim begins anew.</summary>
    private bool Take()
    {
        lock (_turn)
        {
            int size = Math.Min(_batchSize, ShareOf(_waiting.Count, _lastSize));
            _sent.Clear();
            while (_sent.Count < size && _waiting.TryDequeue(out PendingClaim? claim))
            {
                // One whose deadline would pass before the answer is not sent: its asker is told, and asks again.
                if (!claim.EndUnlessLeft(_spare))
                {
                    _sent.Add(claim);
                }
            }

            _isSending = _sent.Count > 0;
            if (_isSending)
            {
                _lastSize = _sent.Count;
            }
            else
            {
                // What was slow once must not turn the next one away, who may be alone.
                _spare = TimeSpan.Zero;
            }

            return _isSending;
        }
    }

    private async Task<Answers> SendAsync()
    {
        long sent = _time.GetTimestamp();
        Answers answers = Answers.None;
        using Activity? span = ProductTraces.Begin("claim batch", _sent.Select(claim => claim.Asker).OfType<Activity>().Where(asker => asker.Recorded).Select(asker => asker.Context));
        span?.SetTag("couponadmin.claims", _sent.Count);
        try
        {
            answers = new Answers([.. _sent], await _script.RunAsync(_campaign, _sent.ConvertAll(claim => claim.Member)));
            if (Array.Exists(answers.Admissions, a => a.Kind == ClaimKind.Admitted))
            {
                _admitted();
            }

            if (Array.Exists(answers.Admissions, a => a.Kind == ClaimKind.SoldOut))
            {
                _soldOut();
            }

            Measure();
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().FullName);
            Measure(new KeyValuePair<string, object?>(ProductMetrics.ErrorType, e.GetType().FullName));
            if (_failures.IsDue(e.GetType().Name))
            {
                LogUnanswered(_log, _sent.Count, _campaign, e.Message);
            }

            foreach (PendingClaim claim in _sent)
            {
                claim.GiveUp();
            }
        }

        TimeSpan took = _time.GetElapsedTime(sent);
        _rehearsed?.Invoke(_sent.Count, took);
        TimeSpan twice = 2 * took;
        _spare = twice < SpareMax ? twice : SpareMax;
        return answers;
    }

    private void Measure(params ReadOnlySpan<KeyValuePair<string, object?>> error)
    {
        if (_rehearsed is null)
        {
            Duration.Record(_sent[0].Age.TotalSeconds, error);
            Size.Record(_sent.Count);
        }
    }

    private void EndOverdue()
    {
        lock (_turn)
        {
            foreach (PendingClaim claim in _sent)
            {
                claim.EndUnlessLeft(TimeSpan.Zero);
            }

            foreach (PendingClaim claim in _waiting)
            {
                claim.EndUnlessLeft(TimeSpan.Zero);
            }

            _isTicking = _isSending;
            if (_isTicking)
            {
                _clock.Change(Tick, Timeout.InfiniteTimeSpan);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} claims of campaign {Campaign} got no answer from the store: {Reason}")]
    private static partial void LogUnanswered(ILogger logger, int count, Guid campaign, string reason);

    private sealed record Answers(PendingClaim[] Claims, Admission[] Admissions)
    {
        public static Answers None { get; } = new([], []);

        public void GoOn()
        {
            for (int first = 0; first < Admissions.Length; first += AnsweredTogether)
            {
                ThreadPool.UnsafeQueueUserWorkItem(new Answering(Claims, Admissions, first), preferLocal: false);
            }
        }
    }

    /// <summary>A few askers go on, one after the other, while the next batch is on its way.</summary>
    private sealed class Answering(PendingClaim[] claims, Admission[] admissions, int first) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            int end = Math.Min(first + AnsweredTogether, claims.Length);
            for (int i = first; i < end; i++)
            {
                claims[i].Answer(admissions[i]);
            }
        }
    }
}
