using CouponAdmin.Core.Database;
using CouponAdmin.Core.EventLog;
using CouponAdmin.Core.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Registers webhooks. The application registers <see cref="WebhookOptions"/>, and keeps the key ring that protects their secrets.</summary>
internal static class WebhookRegistration
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddDataProtection();
        return services
            .AddSingleton<SigningSecrets>()
            .AddSingleton<WebhookClient>()
            .AddSingleton<WebhookPost>()
            .AddSingleton<WebhookBook>()
            .AddSingleton<WebhookSender>()
            .AddSingleton<WebhookStanding>()
            .AddSingleton<IMetricSource, WebhookGauges>()
            .AddHostedService<WebhookDispatcher>()
            .AddSingleton<WebhookDirectory>()
            .AddSingleton<WebhookChange>()
            .AddSingleton<CreateWebhook>()
            .AddSingleton<EditWebhook>()
            .AddSingleton<RotateWebhookSecret>()
            .AddSingleton(p => new TryWebhook(
                p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<WebhookChange>(), p.GetRequiredService<WebhookBook>(),
                p.GetRequiredService<WebhookPost>(), p.GetRequiredService<EventReader>()));
    }
}
