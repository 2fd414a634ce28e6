using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Bulk;

/// <summary>Carries jobs out, the oldest first. Every instance looks for one each second; a lease says whose it is, and runs out when its instance is gone.</summary>
internal sealed partial class CouponJobRunner(
    IDbContextFactory<CouponDbContext> databases, CouponJobStep step, StoreGate gate, StoreClock clock, TimeProvider time, ILogger<CouponJobRunner> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Takes the next job and carries it out to its end. False when there is none.</summary>
    internal async Task<bool> RunNextAsync(CancellationToken cancellationToken)
    {
        if (await TakeAsync(cancellationToken) is not { } job)
        {
            return false;
        }

        await RunAsync(job, cancellationToken);
        return true;
    }

    /// <summary>Carries out a job that was taken, until it is finished, another instance has it, or this one is stopped.</summary>
    internal async Task RunAsync(CouponJob job, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested && await step.RunAsync(job, cancellationToken))
            {
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another instance thought this one dead; the job is theirs.
        }
        finally
        {
            // An instance that is stopped need not be waited for.
            await TryGiveBackAsync(job);
        }
    }

    /// <summary>The oldest job that is nobody's, taken for this instance; null when there is none.</summary>
    internal async Task<CouponJob?> TakeAsync(CancellationToken cancellationToken)
    {
        StoreTime now = clock.Now;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        CouponJob? job = await db.Set<CouponJob>().AsNoTracking().Where(j => j.FinishedAt == null && (j.LeasedUntil == null || j.LeasedUntil < now))
            .OrderBy(j => j.Id).FirstOrDefaultAsync(cancellationToken);
        if (job is null)
        {
            return null;
        }

        StoreTime? until = now + CouponJobRules.LeaseFor;
        int taken = await db.Set<CouponJob>().Where(j => j.Id == job.Id && j.Turn == job.Turn && j.FinishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.Turn, job.Turn + 1).SetProperty(j => j.LeasedUntil, until), cancellationToken);
        job.Turn++;
        return taken == 1 ? job : null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        using PeriodicTimer timer = new(Beat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await RunNextAsync(stoppingToken))
                {
                }
            }
            catch (Exception e) when (Outage.Is(e) && !stoppingToken.IsCancellationRequested)
            {
                LogWaiting(log, e.Message);
            }
        }
    }

    private async Task TryGiveBackAsync(CouponJob job)
    {
        try
        {
            await using CouponDbContext db = await databases.CreateDbContextAsync(CancellationToken.None);
            await db.Set<CouponJob>().Where(j => j.Id == job.Id && j.Turn == job.Turn && j.FinishedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.LeasedUntil, (StoreTime?)null), CancellationToken.None);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            LogWaiting(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A job of coupons could not go on; tried again: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
