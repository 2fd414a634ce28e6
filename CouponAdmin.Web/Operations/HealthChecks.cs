using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CouponAdmin.Web.Operations;

/// <summary>A look at something that may hang: the answer comes in time whatever it does.</summary>
/// <remarks>A look that hangs goes on alone until its own time-outs end it; the next ones wait for the same look, so that none of them holds one more connection.</remarks>
internal abstract class BoundedCheck : IHealthCheck
{
    /// <summary>Readiness answers within two seconds; the rest is the way there and back.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1.5);

    private readonly Lock _lock = new();
    private Task<HealthCheckResult>? _look;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await CurrentLookAsync().WaitAsync(AnswerWithin, cancellationToken);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"No answer within {AnswerWithin.TotalSeconds:0.0} s.");
        }
    }

    protected abstract Task<HealthCheckResult> LookAsync();

    private Task<HealthCheckResult> CurrentLookAsync()
    {
        lock (_lock)
        {
            // On a thread of its own: a driver that blocks before its first await must not hold the caller either.
            return _look is { IsCompleted: false } ? _look : _look = Task.Run(LookAsync);
        }
    }
}

/// <summary>The store serves: it answered the self-test, and answers now. A connection alone says little, as one to a server that stands still stays open.</summary>
internal sealed class StoreHealth(StoreGate gate, StoreConnections store, StoreShards shards) : BoundedCheck
{
    protected override async Task<HealthCheckResult> LookAsync()
    {
        string version = store.Version ?? "not connected";
        Dictionary<string, object> facts = new(StringComparer.Ordinal) { ["version"] = version, ["durability"] = gate.Durability.Mode };
        if (!gate.IsServing || !store.IsConnected)
        {
            return HealthCheckResult.Unhealthy(
                (gate.Denial ?? store.Denial) is { } denial ? denial
                : gate.IsBarred ? "The store is not the one that the database knows; the log names the two." : "The store does not serve.", data: facts);
        }

        await store.Draining.PingAsync();
        return shards.Refusing is { Count: > 0 } refusing ? OfShards(refusing, facts) : HealthCheckResult.Healthy(version, facts);
    }

    /// <summary>Degraded while some campaigns are served: an instance that isn't ready serves nobody.</summary>
    private HealthCheckResult OfShards(IReadOnlyList<StoreShard> refusing, Dictionary<string, object> facts)
    {
        string which = $"No claims are taken by {string.Join(", ", refusing.Select(shard => $"{shard.Server} ({shard.Refusal})"))}.";
        return refusing.Count < shards.Latest.Count ? HealthCheckResult.Degraded(which, data: facts) : HealthCheckResult.Unhealthy(which, data: facts);
    }
}

/// <summary>The database can be reached.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<CouponDbContext> databases, DatabaseOptions options) : BoundedCheck
{
    protected override async Task<HealthCheckResult> LookAsync()
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync();
        return await db.Database.CanConnectAsync()
            ? HealthCheckResult.Healthy(options.Provider.ToString())
            : HealthCheckResult.Unhealthy($"{options.Provider} can't be reached.");
    }
}

/// <summary>The scheduled drain comes to its end again and again.</summary>
internal sealed class DrainerHealth(DrainHeartbeat heartbeat) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(heartbeat.Age < DrainHeartbeat.SilentAfter
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"No drain has come to its end for {heartbeat.Age.TotalSeconds:0} s."));
}
