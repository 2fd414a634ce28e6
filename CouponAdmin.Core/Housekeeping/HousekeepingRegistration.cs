using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace CouponAdmin.Core.Housekeeping;

public static class HousekeepingRegistration
{
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(1);

    /// <param name="services">The application's services.</param>
    /// <param name="options">Checked settings.</param>
    public static IServiceCollection AddHousekeeping(this IServiceCollection services, HousekeepingOptions options) => services
        .AddSingleton(options)
        .AddSingleton<JobTurns>()
        .AddSingleton<OldRows>()
        .AddQuartz(quartz => quartz.ScheduleJob<HousekeepingJob>(trigger => trigger
            .WithIdentity(HousekeepingJob.Name)
            .StartAt(TimeProvider.System.GetUtcNow() + FirstAfter)
            .WithOverlapPolicy(OverlapPolicy.Skip)
            .WithSimpleSchedule(schedule => schedule.WithInterval(HousekeepingJob.AskEvery).RepeatForever())));
}
