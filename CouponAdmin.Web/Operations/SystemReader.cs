using System.Diagnostics;
using System.Runtime.InteropServices;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Housekeeping;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.LiveFeed;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;
using StackExchange.Redis;

namespace CouponAdmin.Web.Operations;

/// <summary>Looks at the parts of the system for the system page. A part that doesn't answer is shown as unknown; the others still are.</summary>
internal sealed class SystemReader(
    StoreConnections store, StoreGate gate, StoreOptions storeOptions, DatabaseOptions databaseOptions, IDbContextFactory<CouponDbContext> databases,
    ISchedulerFactory schedulers, InstanceHealth health, SystemHealthReader systemHealth, SettingsInForce settings, DrainPace pace, FailOverStanding failOvers, JobTurns turns,
    StoreShards shards, LiveDrains drains, IHostEnvironment environment, TimeProvider time)
{
    private const int JobsMax = 50;

    public async Task<SystemReading> ReadAsync(CancellationToken cancellationToken)
    {
        Task<SystemHealth> system = systemHealth.ReadAsync();
        Task<IReadOnlyList<OtherInstance>?> instances = InstancesAsync();
        Task<DatabaseFacts> database = DatabaseAsync(cancellationToken);
        HealthReport report = await health.ReadAsync();
        SystemHealth seen = await system;
        return new SystemReading(
            time.GetUtcNow(), Instance(), await instances, Store(seen), failOvers.Read(),
            [.. store.All.Select(c => new ConnectionFacts(c.Purpose, c.Connection.IsConnected, c.Connection.GetCounters().TotalOutstanding, c.Connection.OperationCount))],
            await database, Drains(), await JobsAsync(cancellationToken),
            [.. report.Entries.Select(e => new HealthLine(e.Key, e.Value.Status == HealthStatus.Healthy, e.Value.Description))], SystemAlarms.OfWhatServes(seen));
    }

    private InstanceFacts Instance()
    {
        using Process self = Process.GetCurrentProcess();
        return new InstanceFacts(
            InstanceName.Value, HealthReports.Version, environment.EnvironmentName, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}",
            new DateTimeOffset(self.StartTime), self.WorkingSet64, pace.ClaimsPerSecond);
    }

    private StoreFacts Store(SystemHealth seen) => new(
        storeOptions.IsEmbedded, store.Version, gate.IsServing && store.IsConnected, seen.Durability, seen.Vitals,
        [.. (store.All is [var first, ..] ? first.Connection.GetServers() : []).Select(NodeOf)]);

    private NodeFacts NodeOf(IServer server)
    {
        string address = SettingsInForce.AddressOf(server.EndPoint);
        StoreShard? shard = shards.Latest.FirstOrDefault(s => s.Server == address);
        return new NodeFacts(address, server.ServerType.ToString(), server.IsReplica, server.IsConnected, server.IsReplica || shard is null ? null : shard.Refusal is null, shard?.Refusal);
    }

    private IReadOnlyList<DrainFacts> Drains() =>
        [.. drains.Latest.Select(drain => new DrainFacts(drain.Slug, drain.Drainer, drain.Waiting, drain.Drainer == InstanceName.Value))];

    private async Task<IReadOnlyList<OtherInstance>?> InstancesAsync()
    {
        try
        {
            ClientInfo[] clients = store.Server is { } server ? await server.ClientListAsync() : [];
            OtherInstance[] found =
            [
                .. clients.Select(c => (Name: StoreConnectionOptions.InstanceBehind(c.Name), Client: c)).Where(c => c.Name is not null)
                    .GroupBy(c => c.Name!, StringComparer.Ordinal)
                    .Select(g => new OtherInstance(
                        g.Key, g.First().Client.Host ?? "", TimeSpan.FromSeconds(g.Max(c => c.Client.AgeSeconds)), g.Key == InstanceName.Value))
                    .OrderByDescending(i => i.IsThis).ThenBy(i => i.Name, StringComparer.Ordinal),
            ];
            return found.Length == 0 ? null : found;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // Some servers show no list of clients.
            return null;
        }
    }

    private async Task<DatabaseFacts> DatabaseAsync(CancellationToken cancellationToken)
    {
        string provider = databaseOptions.Provider.ToString();
        try
        {
            await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
            List<string> applied = [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)];
            int pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
            await db.Database.OpenConnectionAsync(cancellationToken);
            return new DatabaseFacts(
                provider, settings.DatabaseAddress, db.Database.GetDbConnection().ServerVersion, applied.LastOrDefault(), pending, await FileAsync(db, cancellationToken));
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            return new DatabaseFacts(provider, settings.DatabaseAddress, Version: null, Migration: null, Pending: null);
        }
    }

    private async Task<IReadOnlyList<JobFacts>> JobsAsync(CancellationToken cancellationToken)
    {
        List<TriggerHeader> triggers = [];
        foreach (IScheduler scheduler in await schedulers.GetAllSchedulers(cancellationToken))
        {
            triggers.AddRange(await TriggersAsync(scheduler, cancellationToken));
        }

        IReadOnlyList<JobRun> runs = await TurnsAsync(cancellationToken);
        return [.. triggers.Select(t => JobOf(t, runs.FirstOrDefault(r => r.Name == t.Key.Name)))];
    }

    // The jobs of all instances together are in the database, which may be away.
    private static async Task<IReadOnlyList<TriggerHeader>> TriggersAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        try
        {
            return (await scheduler.QueryTriggers(new TriggerQuery { Take = JobsMax }, cancellationToken)).Items;
        }
        catch (SchedulerException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private static JobFacts JobOf(TriggerHeader trigger, JobRun? run) => run is null
        ? new JobFacts(trigger.Key.Name, trigger.State.ToString(), trigger.PreviousFireTimeUtc, trigger.NextFireTimeUtc)
        : new JobFacts(
            trigger.Key.Name, trigger.State.ToString(), run.StartedAt.ToDateTimeOffset(), (run.StartedAt + JobTurns.Period(run.Name)).ToDateTimeOffset(),
            new JobTurn(run.Instance, run.Outcome, run.HasFailed));

    private async Task<IReadOnlyList<JobRun>> TurnsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await turns.AllAsync(cancellationToken);
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private static async Task<DatabaseFile?> FileAsync(CouponDbContext db, CancellationToken cancellationToken) => db is SqliteCouponDbContext
        ? (await db.Database.SqlQueryRaw<DatabaseFile>(
            """
            SELECT page_count * page_size AS "Bytes", freelist_count * page_size AS "UnusedBytes"
            FROM pragma_page_count(), pragma_page_size(), pragma_freelist_count()
            """).ToListAsync(cancellationToken))[0]
        : null;
}
