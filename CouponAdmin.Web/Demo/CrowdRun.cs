using System.Globalization;
using System.Net.Sockets;

namespace CouponAdmin.Web.Demo;

/// <summary>One crowd, from its announcement until the last of them has gone.</summary>
/// <param name="name">Tells its people from those of another crowd.</param>
/// <param name="entrance">The way in; disposed of by its owner.</param>
internal sealed class CrowdRun(string name, IReadOnlyList<CrowdPerson> people, CrowdEntrance entrance, TimeProvider time)
{
    /// <summary>From the announcement to the first of them: time to get to the claim page and to press with them.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromSeconds(5);

    /// <summary>The whole is given up after so long, whatever the server does.</summary>
    public static readonly TimeSpan LastsMax = TimeSpan.FromMinutes(1);

    /// <summary>How soon somebody who got an answer, or none, asks again.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(400);

    private readonly int[] _answers = new int[Enum.GetValues<CrowdAnswer>().Length];
    private readonly long _announced = time.GetTimestamp();
    private int _sent;
    private int _lost;
    private int _unanswered;
    private string? _refused;
    private long? _ended;
    private CrowdState _end = CrowdState.Over;

    /// <summary>Every person of a crowd has an id that begins so: it belongs to nobody.</summary>
    public const string MemberPrefix = "crowd-";

    public CrowdProgress Progress
    {
        get
        {
            TimeSpan since = time.GetElapsedTime(_announced, _ended ?? time.GetTimestamp());
            CrowdState state = _ended is not null ? _end : since < Notice ? CrowdState.Announced : CrowdState.Here;
            TimeSpan lasted = since - Notice;
            return new CrowdProgress(
                state, state == CrowdState.Announced ? Notice - since : TimeSpan.Zero, lasted < TimeSpan.Zero ? TimeSpan.Zero : lasted, Volatile.Read(ref _sent),
                Count(CrowdAnswer.Admitted), Count(CrowdAnswer.SoldOut), Count(CrowdAnswer.Repeated), Volatile.Read(ref _lost), Count(CrowdAnswer.TurnedAway),
                Volatile.Read(ref _unanswered), Volatile.Read(ref _refused));
        }
    }

    /// <summary>Ends when everybody has their answer, when it is cancelled, or when it has lasted too long.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Notice, time, cancellationToken);
            List<Task> visits = [];
            foreach (CrowdPerson person in people)
            {
                TimeSpan early = Notice + person.Comes - time.GetElapsedTime(_announced);
                if (early > TimeSpan.Zero)
                {
                    await Task.Delay(early, time, cancellationToken);
                }

                visits.Add(VisitAsync(person, cancellationToken));
            }

            await Task.WhenAll(visits);
        }
        catch (OperationCanceledException)
        {
            _end = CrowdState.Stopped;
        }
        finally
        {
            _ended = time.GetTimestamp();
        }
    }

    private async Task VisitAsync(CrowdPerson person, CancellationToken cancellationToken)
    {
        string member = string.Create(CultureInfo.InvariantCulture, $"{MemberPrefix}{name}-{person.Number:0000}");
        if (person.LosesConnection)
        {
            await TryAsync(() => entrance.AskAndHangUpAsync(member, cancellationToken), () => Interlocked.Increment(ref _lost), cancellationToken);
            await Task.Delay(AgainAfter, time, cancellationToken);
        }

        await AskAsync(member, cancellationToken);
        if (person.AsksTwice)
        {
            await Task.Delay(AgainAfter, time, cancellationToken);
            await AskAsync(member, cancellationToken);
        }
    }

    private async Task AskAsync(string member, CancellationToken cancellationToken)
    {
        CrowdAnswer answer = CrowdAnswer.TurnedAway;
        await TryAsync(async () => answer = await entrance.AskAsync(member, cancellationToken), () => Interlocked.Increment(ref _answers[(int)answer]), cancellationToken);
        if (answer == CrowdAnswer.SoldOut)
        {
            Interlocked.CompareExchange(ref _refused, member, null);
        }
    }

    private async Task TryAsync(Func<Task> send, Action count, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _sent);
        try
        {
            await send();
            count();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Interlocked.Increment(ref _unanswered);
        }
    }

    private int Count(CrowdAnswer answer) => Volatile.Read(ref _answers[(int)answer]);
}
