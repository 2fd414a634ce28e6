using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Web.Operations;

/// <summary>The system at one moment, as one instance sees it. Null is "not known".</summary>
public sealed record SystemReading(
    DateTimeOffset At,
    InstanceFacts Instance,
    IReadOnlyList<OtherInstance>? Instances,
    StoreFacts Store,
    FailOverFacts FailOvers,
    IReadOnlyList<ConnectionFacts> Connections,
    DatabaseFacts Database,
    IReadOnlyList<DrainFacts> Drains,
    IReadOnlyList<JobFacts> Jobs,
    IReadOnlyList<HealthLine> Health,
    IReadOnlyList<string> Alarms);

/// <summary>This process.</summary>
public sealed record InstanceFacts(string Name, string Version, string Environment, string Runtime, DateTimeOffset StartedAt, long WorkingSetBytes, double? DrainsPerSecond);

/// <summary>An instance that is connected to the store, this one included.</summary>
/// <param name="Name">Machine and process.</param>
/// <param name="Address">Where the store sees it.</param>
/// <param name="ConnectedFor">Since its connection for claims was opened.</param>
public sealed record OtherInstance(string Name, string Address, TimeSpan ConnectedFor, bool IsThis);

/// <summary>The store.</summary>
public sealed record StoreFacts(bool IsEmbedded, string? Version, bool IsServing, StoreDurability Durability, StoreVitals Vitals, IReadOnlyList<NodeFacts> Nodes);

/// <summary>One server of the store.</summary>
/// <param name="Refusal">Why this master takes no writes; null: it takes them, or it isn't known.</param>
/// <param name="TakesWrites">A key was written to it seconds ago; null: not a master, or not looked at.</param>
public sealed record NodeFacts(string Address, string Kind, bool IsReplica, bool IsConnected, bool? TakesWrites, string? Refusal);

/// <summary>Who drains a campaign.</summary>
/// <param name="Drainer">Null: nobody, as nothing waited lately.</param>
/// <param name="Waiting">Admitted claims without a row.</param>
public sealed record DrainFacts(string Slug, string? Drainer, int Waiting, bool IsThis);

/// <summary>One connection of this instance to the store.</summary>
public sealed record ConnectionFacts(string Purpose, bool IsConnected, long Outstanding, long Operations);

/// <summary>The database.</summary>
/// <param name="Version">The server's own; null when it can't be reached.</param>
/// <param name="Migration">The newest migration that was applied.</param>
/// <param name="File">Of SQLite; null for servers, which look after their files themselves.</param>
public sealed record DatabaseFacts(string Provider, string Address, string? Version, string? Migration, int? Pending, DatabaseFile? File = null);

/// <summary>SQLite's file.</summary>
public sealed record DatabaseFile(long Bytes, long UnusedBytes)
{
    /// <summary>From here on the unused part is worth a person's time.</summary>
    private const long UnusedBytesMin = 64 * 1024 * 1024;

    /// <summary>A quarter of the file, and no trifle.</summary>
    public bool IsWorthVacuum => UnusedBytes >= UnusedBytesMin && UnusedBytes * 4 >= Bytes;
}

/// <summary>One scheduled job.</summary>
/// <param name="Turn">Of a job that one instance does for all: its last turn, on whichever.</param>
public sealed record JobFacts(string Name, string State, DateTimeOffset? LastRun, DateTimeOffset? NextRun, JobTurn? Turn = null);

/// <summary>The last turn of a job that one instance does for all.</summary>
public sealed record JobTurn(string Instance, string? Outcome, bool HasFailed);

/// <summary>One check of readiness.</summary>
public sealed record HealthLine(string Name, bool IsHealthy, string? Detail);
