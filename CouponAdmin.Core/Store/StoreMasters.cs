using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using CouponAdmin.Core.Results;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>Which servers of the store are masters for certain, and commands that go to such a server and to no other.</summary>
/// <remarks>A server is in doubt from the moment in which its connection breaks or it answers as a replica, until it is asked who it is.</remarks>
public sealed partial class StoreMasters
{
    /// <summary>With <c>auto</c>, how long a master without its replicas still owes their receipt: in a planned fail-over they leave before the new master is named.</summary>
    public static readonly TimeSpan ReplicasMissedFor = TimeSpan.FromSeconds(2);

    /// <summary>How long a server that is in doubt may take to say who it is. A frozen one is still the key's server until another has its place, and must not be waited for then.</summary>
    private static readonly TimeSpan SaysWithin = TimeSpan.FromMilliseconds(600);

    private readonly StoreConnections _store;
    private readonly StoreOptions _options;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly RepeatedFailures _failures;
    private readonly ConcurrentDictionary<EndPoint, StoreMaster> _confirmed = new();

    // By run id: when it last had a replica; 0: never.
    private readonly ConcurrentDictionary<string, long> _runs = new(StringComparer.Ordinal);

    // When the last look began that found a server to be the master.
    private readonly ConcurrentDictionary<EndPoint, long> _found = new();

    // By server: one that is dead is lost again with each attempt to reach it, and must not hold up that its successor is confirmed.
    private readonly ConcurrentDictionary<EndPoint, long> _doubts = new();
    private long _doubtsOfAll;
    private long _version;

    public StoreMasters(StoreConnections store, StoreOptions options, TimeProvider time, ILogger<StoreMasters> log)
    {
        (_store, _options, _log, _time, _failures) = (store, options, log, time, new RepeatedFailures(time));
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
    public async Task<StoreMaster?> ConfirmAsync(RedisKey key)
    {
        try
        {
            IServer server = TryServerOf(key)
                ?? throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, "No server of the store is known as the master.");
            return await ConfirmAsync(server, SaysWithin);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // Dead, frozen or a replica: another one may have its place by now.
            await _store.FollowSentinelsAsync();
            throw;
        }
    }

    /// <summary>Asks every confirmed server again.</summary>
    public async Task LookAgainAsync()
    {
        await _store.FollowSentinelsAsync();
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

    private async Task<StoreMaster?> ConfirmAsync(IServer server, TimeSpan within)
    {
        long began = _time.GetTimestamp();
        (long Own, long OfAll) doubts = DoubtsOf(server.EndPoint);
        (string run, string role, int online) = await WhoIsAsync(server, within);
        bool? isNamed = role == "master" ? await IsNamedAsync(server) : false;

        // Sentinels that are away decide nothing: the master that they named goes on, no other takes its place.
        if (!(isNamed ?? _runs.ContainsKey(run)))
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

        StoreMaster master = new(server, run, ReceiptsOf(run, online, isNamed is true));
        if (doubts != DoubtsOf(server.EndPoint))
        {
            // Its connection broke meanwhile: what it said may be what its predecessor said.
            return null;
        }

        _found[server.EndPoint] = began;
        if (_confirmed.TryGetValue(server.EndPoint, out StoreMaster? before) && before.RunId == run && before.Replicas == master.Replicas && ReferenceEquals(before.Server, server))
        {
            return before;
        }

        string address = server.EndPoint.ToString()!;
        LogConfirmed(_log, address, run, master.Replicas);
        _confirmed[server.EndPoint] = master;
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

    private int ReceiptsOf(string run, int online, bool isNamed)
    {
        long now = _time.GetTimestamp();
        long had = _runs.AddOrUpdate(run, _ => online > 0 ? now : 0, (_, before) => online > 0 ? now : before);
        bool mayBeOld = had != 0 && (!isNamed || _time.GetElapsedTime(had) < ReplicasMissedFor);
        return _options.Replicas ?? (mayBeOld ? 1 : 0);
    }

    // Null: most Sentinels are away, and nobody knows.
    private async Task<bool?> IsNamedAsync(IServer server)
    {
        if (_store.Sentinels is { } sentinels)
        {
            return await sentinels.NameAsync() is { } named ? named.Equals(server.EndPoint) : null;
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
