using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>After how many bytes a connection is cut, each way; what is above the limit never arrives.</summary>
internal readonly record struct LineCut(long Up, long Down)
{
    public static LineCut Never { get; } = new(long.MaxValue, long.MaxValue);
}

/// <summary>A line to a server on loopback that does to connections what bad networks do: late, cut, silent, reset.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<FaultLink, bool> _links = new();
    private readonly Task _accepting;
    private TaskCompletionSource _flow = Flowing();
    private Cut? _cut;

    private FaultProxy(int target, int? port)
    {
        Target = target;
        Port = port ?? LoopbackPorts.Take();
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public int Port { get; }

    /// <summary>Where new connections lead; those that are open stay where they are, as with a name whose address moves.</summary>
    public int Target { get; set; }

    public int OpenLinks => _links.Count;

    /// <summary>Each byte arrives this much later, each way; the order is kept.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>What a replica hears from its master arrives this much later still; nothing else is held up.</summary>
    public TimeSpan ReplicationDelay { get; set; }

    /// <summary>Asked once for each new connection, one at a time: a seeded source makes a schedule that can be replayed.</summary>
    public Func<LineCut> CutOf { get; set; } = () => LineCut.Never;

    /// <param name="port">The server's.</param>
    /// <param name="own">The line's own port where others must know it beforehand; null: any.</param>
    public static FaultProxy To(int port, int? own = null) => new(port, own);

    /// <summary>From now on nothing passes, either way: connections stay open and are accepted, nobody is answered.</summary>
    public void Blackhole() => Interlocked.CompareExchange(ref _flow, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), AlreadyFlowing());

    /// <summary>From now on nothing passes on these connections alone, of those that are open and of those that will be.</summary>
    public void Silence(Predicate<FaultLink> these) =>
        Interlocked.Exchange(ref _cut, new Cut(these, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)))?.Ends.TrySetResult();

    /// <summary>What was held back arrives, as packets do that are sent again.</summary>
    public void Flow()
    {
        Volatile.Read(ref _flow).TrySetResult();
        Interlocked.Exchange(ref _cut, null)?.Ends.TrySetResult();
    }

    /// <summary>Resets every open connection; new ones are served.</summary>
    public void ResetAll()
    {
        foreach (FaultLink link in _links.Keys)
        {
            link.Reset();
        }
    }

    /// <summary>Resets the lines of replicas alone: what was held back for them never arrives.</summary>
    public void ResetReplication()
    {
        foreach (FaultLink link in _links.Keys.Where(link => link.IsReplication))
        {
            link.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        Flow();
        ResetAll();
        await _accepting;
        _end.Dispose();
    }

    /// <summary>Waits while the line is silent.</summary>
    internal Task FlowingAsync() => Volatile.Read(ref _flow).Task.WaitAsync(_end.Token);

    /// <summary>Waits while the line is silent for this connection.</summary>
    internal async ValueTask FlowingAsync(FaultLink link)
    {
        await FlowingAsync();
        while (Volatile.Read(ref _cut) is { } cut && cut.These(link))
        {
            await cut.Ends.Task.WaitAsync(_end.Token);
        }
    }

    private static TaskCompletionSource Flowing()
    {
        TaskCompletionSource flowing = new();
        flowing.SetResult();
        return flowing;
    }

    // The present one when it flows; otherwise something that isn't there, so that a second blackhole changes nothing.
    private TaskCompletionSource? AlreadyFlowing() => Volatile.Read(ref _flow) is { Task.IsCompleted: true } flowing ? flowing : null;

    private async Task AcceptAllAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                Socket client = await _listener.AcceptSocketAsync(_end.Token);
                FaultLink link = new(this, client, CutOf());
                _links[link] = true;
                _ = ServeAsync(link);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A client that was gone already, or the end.
            }
        }
    }

    private async Task ServeAsync(FaultLink link)
    {
        await link.RunAsync(Target);
        _links.TryRemove(link, out _);
    }

    private sealed record Cut(Predicate<FaultLink> These, TaskCompletionSource Ends);
}
