using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Telemetry;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>Which servers of the store are masters for certain, and commands that go to such a server and to no other.</summary>
/// <remarks>A server is in doubt from the moment in which its connection breaks or it answers as a replica, until it is asked who it is.</remarks>
public sealed partial class StoreMasters
{
    /// <summary>How long replicas may take to have a write, within a claim's deadline.</summary>
    public static readonly TimeSpan ReplicasWithin = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a server that is in doubt may take to say who it is. A frozen one is still the key's server until another has its place, and must not be waited for then.</summary>
    private static readonly TimeSpan SaysWithin = TimeSpan.FromMilliseconds(600);

    private readonly StoreConnections _store;
    private readonly StoreOptions _options;
    private readonly ILogger _log;
    private readonly RepeatedFailures _failures;
    private readonly ConcurrentDictionary<EndPoint, StoreMaster> _confirmed = new();
    private readonly ConcurrentDictionary<string, bool> _runs = new(StringComparer.Ordinal);

    // By server: one that is dead is lost again with each attempt to reach it, and must not hold up that its successor is confirmed.
    private readonly ConcurrentDictionary<EndPoint, long> _doubts = new();
    private long _doubtsOfAll;
    private long _version;

    public StoreMasters(StoreConnections store, StoreOptions options, TimeProvider time, ILogger<StoreMasters> log)
    {
        (_store, _options, _log, _failures) = (store, options, log, new RepeatedFailures(time));
        store.ServerLost += (_, lost) => Doubt(lost.EndPoint);
    }

    /// <summary>All that are confirmed at this moment.</summary>
    public IReadOnlyCollection<StoreMaster> Confirmed => [.. _confirmed.Values];

    /// <summary>Another number after each doubt and each confirmation that says something new: what was found before may not hold.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The confirmed master of a key, from memory; null: ask <see cref="ConfirmAsync"/>.</summary>
    public StoreMaster? Find(RedisKey key) => TryServerOf(key) is { } server ? _confirmed.GetValueOrDefault(server.EndPoint) : null;

    /// <summary>Asks the server of a key who it is; null when it isn't the master, or nobody can confirm that it is.</summary>
    /// <exception cref="RedisException">It doesn't answer.</exception>
    /// <exception cref="TimeoutException">Not in time.</exception>
    public Task<StoreMaster?> ConfirmAsync(RedisKey key) => ConfirmAsync(
        TryServerOf(key) ?? throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, "No server of the store is known as the master."),
        SaysWithin);

    /// <summary>Asks every confirmed server again.</summary>
    public async Task LookAgainAsync()
    {
        foreach (StoreMaster master in _confirmed.Values)
        {
            try
            {
                await ConfirmAsync(master.Server, _options.CommandTimeout);
            }
            catch (Exception e) when (Outage.Is(e))
            {
                // One that is silent, too: it must neither be believed nor keep the others from being asked.
                Doubt(master.Server.EndPoint);
            }
        }
    }

    /// <summary>Nothing is certain any more: somebody saw another master.</summary>
    public void DoubtAll()
    {
        Interlocked.Increment(ref _doubtsOfAll);
        foreach (EndPoint server in _confirmed.Keys)
        {
            Doubt(server);
        }
    }

    /// <summary>Runs a script and waits until enough replicas have what it wrote; in one round trip.</summary>
    /// <remarks>The wait covers everything that the master had when the script ended, also what an earlier script of another instance wrote.</remarks>
    /// <exception cref="TooFewReplicasException">Not in time.</exception>
    internal async Task<RedisResult> RunKeptAsync(StoreMaster master, RedisScript script, RedisKey[] keys, RedisValue[] values)
    {
        using Activity? span = ProductTraces.Under(script.Name, ActivityKind.Client);
        long began = Stopwatch.GetTimestamp();
        Task<RedisResult> call = KeepAsync(master, RunOnAsync(master, script, keys, values));
        try
        {
            return await call;
        }
        finally
        {
            StoreCalls.Note(script.Name, master.Server, began, call, span);
        }
    }

    /// <summary>Runs a script on this very server.</summary>
    internal async Task<RedisResult> RunOnAsync(StoreMaster master, RedisScript script, RedisKey[] keys, RedisValue[] values)
    {
        object[] rest = [keys.Length, .. keys.Cast<object>(), .. values.Cast<object>()];
        try
        {
            return await AskAsync(master, "EVALSHA", [script.Digest, .. rest]);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await AskAsync(master, "EVAL", [script.Text, .. rest]);
        }
    }

    /// <summary>Sends a command to this very server: one that isn't the master any more must not pass it on unnoticed.</summary>
    internal async Task<RedisResult> AskAsync(StoreMaster master, string command, object[] arguments)
    {
        try
        {
            return await master.Server.ExecuteAsync(_store.Claims.Database, command, arguments, CommandFlags.NoRedirect);
        }
        catch (RedisException e) when (!e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // READONLY, MOVED, a WAIT that a replica refuses, a connection that broke: whoever it is now is asked before the next command.
            Doubt(master.Server.EndPoint);
            throw;
        }
    }

    /// <summary>Writes a key that goes by itself, as a claim is written: on this server, and kept by as many replicas.</summary>
    /// <exception cref="RedisException">It isn't taken, or too few replicas have it in time.</exception>
    internal Task WriteAsync(StoreMaster master, RedisKey key)
    {
        Task<RedisResult> write = AskAsync(master, "SET", [key, InstanceName.Value, "PX", (long)TimeSpan.FromMinutes(1).TotalMilliseconds]);
        return master.Replicas > 0 ? KeepAsync(master, write) : write;
    }

    private async Task<RedisResult> KeepAsync(StoreMaster master, Task<RedisResult> reply)
    {
        long reached = (long)await AskAsync(master, "WAIT", [master.Replicas, (long)ReplicasWithin.TotalMilliseconds]);
        RedisResult result = await reply;
        return reached >= master.Replicas ? result : throw new TooFewReplicasException(reached, master.Replicas);
    }

    private async Task<StoreMaster?> ConfirmAsync(IServer server, TimeSpan within)
    {
        (long Own, long OfAll) doubts = DoubtsOf(server.EndPoint);
        (string run, string role, int online) = await WhoIsAsync(server, within);
        if (role != "master" || !await IsNamedAsync(server, run))
        {
            Doubt(server.EndPoint);
            if (_failures.IsDue("not the master"))
            {
                string name = server.EndPoint.ToString()!;
                LogNotMaster(_log, name, role);
            }

            await _store.LookForMasterAsync();
            return null;
        }

        StoreMaster master = new(server, run, _options.Replicas ?? Math.Min(online, 1));
        if (doubts != DoubtsOf(server.EndPoint))
        {
            // Its connection broke meanwhile: what it said may be what its predecessor said.
            return null;
        }

        if (_confirmed.TryGetValue(server.EndPoint, out StoreMaster? before) && before.RunId == run && before.Replicas == master.Replicas && ReferenceEquals(before.Server, server))
        {
            return before;
        }

        string address = server.EndPoint.ToString()!;
        LogConfirmed(_log, address, run, master.Replicas);
        _confirmed[server.EndPoint] = master;
        _runs[run] = true;
        Interlocked.Increment(ref _version);
        return master;
    }

    private static async Task<(string RunId, string Role, int OnlineReplicas)> WhoIsAsync(IServer server, TimeSpan within)
    {
        Task<IGrouping<string, KeyValuePair<string, string>>[]> identity = server.InfoAsync("server");
        Task<IGrouping<string, KeyValuePair<string, string>>[]> place = server.InfoAsync("replication");
        await Task.WhenAll(identity, place).WaitAsync(within);
        KeyValuePair<string, string>[] replication = [.. (await place).SelectMany(group => group)];
        string run = (await identity).SelectMany(group => group).FirstOrDefault(pair => pair.Key == "run_id").Value ?? "unknown";
        string role = replication.FirstOrDefault(pair => pair.Key == "role").Value ?? "master";
        int online = replication.Count(pair =>
            pair.Key.StartsWith("slave", StringComparison.Ordinal) && pair.Value.Contains("state=online", StringComparison.Ordinal));
        return (run, role, online);
    }

    private async Task<bool> IsNamedAsync(IServer server, string run)
    {
        if (_store.Sentinels is { } sentinels)
        {
            // Sentinels that are away decide nothing: the master that they named goes on, no other takes its place.
            return await sentinels.NameAsync() is { } named ? named.Equals(server.EndPoint) : _runs.ContainsKey(run);
        }

        return server.ServerType != ServerType.Cluster
            || ((string?)await server.ExecuteAsync("CLUSTER", "INFO"))?.Contains("cluster_state:ok", StringComparison.Ordinal) == true;
    }

    private void Doubt(EndPoint? server)
    {
        if (server is null)
        {
            Interlocked.Increment(ref _doubtsOfAll);
            Interlocked.Increment(ref _version);
            return;
        }

        _doubts.AddOrUpdate(server, 1, (_, before) => before + 1);
        if (_confirmed.TryRemove(server, out _))
        {
            Interlocked.Increment(ref _version);
        }
    }

    private (long Own, long OfAll) DoubtsOf(EndPoint server) => (_doubts.GetValueOrDefault(server), Interlocked.Read(ref _doubtsOfAll));

    private IServer? TryServerOf(RedisKey key) => StoreCalls.ServerOf(_store.Claims.Multiplexer, key);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store's server {Server} (run {RunId}) is the master; {Replicas} replicas must have a claim before it is acknowledged.")]
    private static partial void LogConfirmed(ILogger logger, string server, string runId, int replicas);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store's server {Server} ({Role}) is not confirmed as the master; no claim is sent to it.")]
    private static partial void LogNotMaster(ILogger logger, string server, string role);
}
