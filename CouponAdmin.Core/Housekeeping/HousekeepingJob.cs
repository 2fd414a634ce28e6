using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace CouponAdmin.Core.Housekeeping;

/// <summary>Once a day, on one instance: removes old rows and lets the database renew what its planner knows. Quartz asks more often; the turn decides.</summary>
/// <remarks>A run that was cut off with its instance is done again by another: the turn is taken, and not over.</remarks>
[DisallowConcurrentExecution]
internal sealed partial class HousekeepingJob(JobTurns turns, OldRows rows, OldMemberLists lists, OldCodeImports codes, IDbContextFactory<CouponDbContext> databases, ILogger<HousekeepingJob> log) : IJob
{
    /// <summary>Its trigger, and its row among the turns.</summary>
    public const string Name = "housekeeping";

    public static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>How often an instance asks whether it is its turn.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromMinutes(10);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await RunAsync(context.Recovering, cancellationToken);

    /// <param name="isRecovery">The run of an instance that died in it, done again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task RunAsync(bool isRecovery, CancellationToken cancellationToken)
    {
        try
        {
            if (await turns.TryTakeAsync(Name, cancellationToken, isRecovery))
            {
                await WorkAsync(cancellationToken);
            }
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            // Asked again in ten minutes.
            LogAway(log, e.Message);
        }
    }

    // The edge of a job: whatever fails is kept as its outcome, for people to read.
    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            RemovedRows removed = await rows.RemoveAsync(cancellationToken);
            await lists.RemoveAllAsync(cancellationToken);
            await codes.RemoveAllAsync(cancellationToken);
            await RenewStatisticsAsync(cancellationToken);
            LogDone(log, removed.Refusals, removed.Tallies, removed.AuditEntries);
            await turns.EndAsync(Name, $"refusals: {removed.Refusals}, tallies: {removed.Tallies}, audit: {removed.AuditEntries}", hasFailed: false, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(log, e);
            await turns.EndAsync(Name, e.GetBaseException().Message, hasFailed: true, cancellationToken);
        }
    }

    // PostgreSQL and SQL Server do it by themselves.
    private async Task RenewStatisticsAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (db is SqliteCouponDbContext)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA optimize", cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Housekeeping removed {Refusals} refusals, {Tallies} tallies and {AuditEntries} audit entries that were older than the settings keep them")]
    private static partial void LogDone(ILogger logger, int refusals, int tallies, int auditEntries);

    [LoggerMessage(Level = LogLevel.Error, Message = "Housekeeping failed; it is tried again tomorrow. The system page shows why.")]
    private static partial void LogFailed(ILogger logger, Exception reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Housekeeping waits: the database doesn't answer ({Reason})")]
    private static partial void LogAway(ILogger logger, string reason);
}
