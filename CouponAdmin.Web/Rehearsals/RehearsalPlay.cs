using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Rehearsals;

namespace CouponAdmin.Web.Rehearsals;

/// <summary>The rehearsal can't give a forecast: too much was not answered or not recorded.</summary>
internal sealed class RehearsalFailedException(string message) : Exception(message);

/// <summary>The stretches of a rehearsal, one after the other, and what they measure.</summary>
internal sealed class RehearsalPlay(RehearsalTurn turn, RehearsalPeople people, RehearsalGauge gauge, ShadowEntrance entrance, TimeProvider time)
{
    /// <summary>How long the drain may take for what a stretch admitted.</summary>
    public static readonly TimeSpan RecordedWithin = TimeSpan.FromSeconds(60);

    /// <summary>Of a stretch's people, as many must have an answer.</summary>
    public const double AnsweredShareMin = 0.9;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);

    private readonly RehearsalCast _cast = turn.Cast;
    private long _memoryPeak = Environment.WorkingSet;
    private int _admitted;
    private TimeSpan _recordAfter = TimeSpan.MaxValue;

    public RehearsalPhase Phase { get; private set; }

    /// <exception cref="RehearsalFailedException">There is no forecast in what was measured.</exception>
    public async Task<RehearsalReport> RunAsync(CancellationToken cancellationToken)
    {
        long memory = Environment.WorkingSet;
        long? storeMemory = await gauge.StoreMemoryAsync(turn.Sale.Key);
        await RecordAsync(people.RushAsync(_cast.WarmUp, cancellationToken), cancellationToken);

        Phase = RehearsalPhase.Rush;
        entrance.ForgetScripts();
        (Stretch rush, Spread records) = await RecordAsync(people.RushAsync(_cast.Rush, cancellationToken), cancellationToken);
        double store = entrance.StorePerSecond ?? 0;

        Phase = RehearsalPhase.Crowd;
        TimeSpan over = turn.Ahead.Over < RehearsalRules.CrowdLastsMax ? turn.Ahead.Over : RehearsalRules.CrowdLastsMax;
        (Stretch crowd, _) = await RecordAsync(people.ComeAsync(_cast.Crowd, turn.Ahead.Curve, over, cancellationToken), cancellationToken);

        Phase = RehearsalPhase.SoldOut;
        (Stretch soldOut, _) = await RecordAsync(people.RushAsync(_cast.SoldOut, cancellationToken), cancellationToken);

        RehearsalMeasures measures = new(
            RateSlices.OfAnswers(rush.Moments), RateSlices.OfAnswers(soldOut.Moments), records, store, crowd.WaitAt(0.5), crowd.WaitAt(0.99), crowd.WaitAt(1),
            _recordAfter, memory, _memoryPeak, await gauge.StoreMemoryAsync(turn.Sale.Key) - storeMemory, rush.Unanswered + crowd.Unanswered + soldOut.Unanswered);
        return new RehearsalReport(turn.Ahead, measures, RehearsalForecast.Of(turn.Ahead, measures));
    }

    /// <summary>Plays a stretch, and watches the drain until everything that it admitted is recorded.</summary>
    private async Task<(Stretch Stretch, Spread Records)> RecordAsync(Task<Stretch> playing, CancellationToken cancellationToken)
    {
        int before = _admitted;
        long began = time.GetTimestamp();
        List<Reached> looks = [];
        while (!playing.IsCompleted)
        {
            await LookAsync();
        }

        Stretch stretch = await playing;
        if (stretch.Moments.Length < AnsweredShareMin * (stretch.Moments.Length + stretch.Unanswered))
        {
            throw new RehearsalFailedException($"{stretch.Unanswered} claims of a stretch had no answer.");
        }

        _admitted += stretch.Admitted;
        long answered = time.GetTimestamp();
        while ((looks.Count == 0 ? 0 : looks[^1].Count) < stretch.Admitted)
        {
            await LookAsync();
            if (time.GetElapsedTime(answered) > RecordedWithin)
            {
                throw new RehearsalFailedException($"Of {stretch.Admitted} admitted claims, {looks[^1].Count} were recorded within {RecordedWithin}.");
            }
        }

        if (stretch.Admitted == 0)
        {
            return (stretch, new Spread(0, 0, 0));
        }

        TimeSpan after = time.GetElapsedTime(answered);
        _recordAfter = after < _recordAfter ? after : _recordAfter;
        return (stretch, RateSlices.OfCounts(looks, stretch.Admitted));

        async Task LookAsync()
        {
            await Task.WhenAny(Task.Delay(LookEvery, time, cancellationToken), playing.IsCompleted ? Task.Delay(LookEvery, time, cancellationToken) : playing);
            cancellationToken.ThrowIfCancellationRequested();
            int recorded = await gauge.RecordedAsync(turn.Sale.Id, cancellationToken) - before;
            looks.Add(new Reached(time.GetElapsedTime(began).TotalSeconds, Math.Max(0, recorded)));
            _memoryPeak = Math.Max(_memoryPeak, Environment.WorkingSet);
        }
    }
}
