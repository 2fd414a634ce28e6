using CouponAdmin.Core.Webhooks;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Events;

/// <summary>The event log and webhooks: what programs are told.</summary>
internal static class EventRegistration
{
    public static void AddEvents(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton(CouponSettings.Bind<WebhookOptions>(builder.Configuration, WebhookOptions.Section));
}
