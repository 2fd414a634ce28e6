using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Webhooks;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>Reads <see cref="SystemHealth"/>, at most once a second for all pages of the instance together.</summary>
public sealed class SystemHealthReader
{
    /// <summary>How long one reading is good for everyone.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);

    /// <summary>What takes longer has not answered: the page must say so while it is still news.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly StoreGate _gate;
    private readonly StoreConnections _store;
    private readonly StoreClock _clock;
    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly DatabaseOptions _database;
    private readonly DrainHeartbeat _heartbeat;
    private readonly DrainLease _lease;
    private readonly ISchedulerFactory _schedulers;
    private readonly WebhookStanding _webhooks;
    private readonly TimeProvider _time;
    private readonly StoreShards _shards;
    private readonly StoreOptions _options;
    private readonly Lock _turn = new();
    private Task<SystemHealth>? _reading;
    private long _readAt;

    internal SystemHealthReader(
        StoreGate gate, StoreConnections store, StoreClock clock, IDbContextFactory<CouponDbContext> databases, DatabaseOptions database, DrainHeartbeat heartbeat,
        DrainLease lease, ISchedulerFactory schedulers, WebhookStanding webhooks, TimeProvider time, StoreShards shards, StoreOptions options) =>
        (_gate, _store, _clock, _databases, _database, _heartbeat, _lease, _schedulers, _webhooks, _time, _shards, _options) =
        (gate, store, clock, databases, database, heartbeat, lease, schedulers, webhooks, time, shards, options);

    /// <summary>A reading that is at most a second old.</summary>
    public Task<SystemHealth> ReadAsync()
    {
        lock (_turn)
        {
            if (_reading is null || (_reading.IsCompleted && _time.GetElapsedTime(_readAt) >= GoodFor))
            {
                (_readAt, _reading) = (_time.GetTimestamp(), TakeAsync());
            }

            return _reading;
        }
    }

    private async Task<SystemHealth> TakeAsync()
    {
        Task<TimeSpan?> store = TimedAsync(AskStoreAsync);
        Task<TimeSpan?> database = TimedAsync(AskDatabaseAsync);
        Task<(StoreDurability Durability, StoreVitals Vitals)> look = LookAtStoreAsync();
        TimeSpan? storeTook = await store;
        (StoreDurability durability, StoreVitals vitals) = await look;
        return new SystemHealth(
            _lease.Owner, _gate.Condition, durability, _store.Version, storeTook, storeTook is null ? null : _clock.Offset,
            _database.Provider.ToString(), await database, _heartbeat.Age, await IsSchedulerRunningAsync())
        {
            Vitals = vitals,
            StoreDenial = _gate.Denial ?? _store.Denial,
            AwaitsNoReplica = _options.Replicas == 0,
            RefusingShards = _shards.Refusing,
            EndedWebhooks = _webhooks.Ended,
        };
    }

    // The answer corrects the clock by half of the journey, so a slow store doesn't look like a wrong clock.
    private async Task AskStoreAsync()
    {
        if (_store.Server is not { } server)
        {
            throw new TimeoutException("No server of the store is connected.");
        }

        long asked = _time.GetTimestamp();
        DateTime now = await server.TimeAsync();
        _clock.Correct(StoreTime.From(new DateTimeOffset(now, TimeSpan.Zero)) + (_time.GetElapsedTime(asked) / 2));
    }

    // Settings can be changed while a store runs, and a server that was replaced has its own: what was read at the start would be a guess.
    private async Task<(StoreDurability Durability, StoreVitals Vitals)> LookAtStoreAsync()
    {
        try
        {
            if (_store.Server is { } server)
            {
                StoreVitals vitals = await StoreVitals.ReadAsync(server).WaitAsync(Patience, _time);
                bool isEmbedded = _gate.Durability == StoreDurability.Embedded;
                return (isEmbedded ? _gate.Durability : await StoreDurability.ReadAsync(server).WaitAsync(Patience, _time), vitals);
            }
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // Away: what was read at the start is all that is known.
        }

        return (_gate.Durability, StoreVitals.Unknown);
    }

    private async Task AskDatabaseAsync()
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync("SELECT 1");
    }

    private async Task<bool> IsSchedulerRunningAsync() => (await _schedulers.GetScheduler()).Status == SchedulerStatus.Running;

    private async Task<TimeSpan?> TimedAsync(Func<Task> ask)
    {
        long began = _time.GetTimestamp();
        try
        {
            await ask().WaitAsync(Patience, _time);
            return _time.GetElapsedTime(began);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return null;
        }
    }
}
