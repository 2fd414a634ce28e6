using CouponAdmin.Core.Database;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace CouponAdmin.Core.Housekeeping;

public static class HousekeepingRegistration
{
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(1);

    /// <param name="services">The application's services.</param>
    /// <param name="options">Checked settings.</param>
    /// <param name="database">Instances that share a server share its scheduler.</param>
    public static IServiceCollection AddHousekeeping(this IServiceCollection services, HousekeepingOptions options, DatabaseOptions database)
    {
        ArgumentNullException.ThrowIfNull(database);
        services.AddSingleton(options).AddSingleton<JobTurns>().AddSingleton<OldRows>();
        return database.Provider == DatabaseProvider.Sqlite
            ? services.AddQuartz(Schedule)
            : services
                .AddQuartz(ClusteredScheduler.Name, quartz =>
                {
                    ClusteredScheduler.Use(quartz, database);
                    Schedule(quartz);
                })
                .AddQuartzHostedService(ClusteredScheduler.Name, hosted => hosted.WaitForJobsToComplete = true);
    }

    // Recovery: of an instance that dies in the job; another one does it again.
    private static void Schedule(IQuartzBuilder quartz) => quartz.ScheduleJob<HousekeepingJob>(
        trigger => trigger
            .WithIdentity(HousekeepingJob.Name)
            .StartAt(TimeProvider.System.GetUtcNow() + FirstAfter)
            .WithOverlapPolicy(OverlapPolicy.Skip)
            .WithSimpleSchedule(schedule => schedule.WithInterval(HousekeepingJob.AskEvery).RepeatForever()),
        job => job.WithIdentity(HousekeepingJob.Name).RequestRecovery());
}
