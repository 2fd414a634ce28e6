using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Housekeeping;

/// <summary>Lets one of many instances do a job that is due once for all of them. One conditional update of the job's row decides.</summary>
public sealed class JobTurns(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Letters kept of what a job says at its end.</summary>
    public const int OutcomeLengthMax = 500;

    /// <summary>How often that job is due.</summary>
    public static TimeSpan Period(string job) => job == HousekeepingJob.Name
        ? HousekeepingJob.Every
        : throw new ArgumentException($"There is no job {job} that one instance does for all.", nameof(job));

    /// <summary>True for one caller in a <see cref="Period"/>, counted from the beginning of the last turn.</summary>
    /// <param name="job">Its name.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <param name="isRecovery">The turn of an instance that died in it: it may be taken, unless it came to its end.</param>
    public async Task<bool> TryTakeAsync(string job, CancellationToken cancellationToken, bool isRecovery = false)
    {
        StoreTime now = clock.Now, due = now + -Period(job);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        IQueryable<JobRun> mine = db.Set<JobRun>().Where(r => r.Name == job);
        if (await mine.AnyAsync(cancellationToken))
        {
            return await mine.Where(r => r.StartedAt <= due || (isRecovery && r.EndedAt == null)).ExecuteUpdateAsync(
                row => row.SetProperty(r => r.StartedAt, now).SetProperty(r => r.EndedAt, (StoreTime?)null).SetProperty(r => r.Outcome, (string?)null)
                    .SetProperty(r => r.HasFailed, false).SetProperty(r => r.Instance, InstanceName.Value),
                cancellationToken) == 1;
        }

        try
        {
            db.Add(new JobRun { Name = job, Instance = InstanceName.Value, StartedAt = now });
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            // Another instance was first.
            return false;
        }
    }

    /// <summary>Writes down how the turn ended.</summary>
    public async Task EndAsync(string job, string outcome, bool hasFailed, CancellationToken cancellationToken)
    {
        StoreTime? now = clock.Now;
        string kept = outcome[..Math.Min(outcome.Length, OutcomeLengthMax)];
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<JobRun>().Where(r => r.Name == job && r.Instance == InstanceName.Value).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.EndedAt, now).SetProperty(r => r.Outcome, kept).SetProperty(r => r.HasFailed, hasFailed), cancellationToken);
    }

    /// <summary>The last turns of all jobs.</summary>
    public async Task<IReadOnlyList<JobRun>> AllAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<JobRun>().AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancellationToken);
    }
}
