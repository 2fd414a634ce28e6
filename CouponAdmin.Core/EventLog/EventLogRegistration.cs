using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Core.EventLog;

internal static class EventLogRegistration
{
    public static IServiceCollection AddEventLog(this IServiceCollection services) => services
        .AddSingleton<EventNumberer>()
        .AddSingleton<EventReader>()
        .AddSingleton<EventSignal>()
        .AddSingleton<EventFeed>()
        .AddHostedService<EventLogWatch>();
}
