namespace CouponAdmin.Web.Events;

/// <summary>The addresses of this feature.</summary>
internal static class EventRoutes
{
    public const string Console = Routes.ConsoleWebhooks;

    public const string Events = "/events";
    public const string Webhooks = "/webhooks";
    public const string Webhook = "/webhooks/{webhookId}";
    public const string Disable = "/webhooks/{webhookId}/disable";
    public const string Enable = "/webhooks/{webhookId}/enable";
    public const string Rotate = "/webhooks/{webhookId}/rotate";
    public const string DropOld = "/webhooks/{webhookId}/drop-old-secret";
    public const string Test = "/webhooks/{webhookId}/test";
    public const string Deliveries = "/webhooks/{webhookId}/deliveries";
    public const string Resend = "/webhooks/{webhookId}/deliveries/{deliveryId:long}/resend";

    public static string WebhookOf(string id) => $"{Routes.Api}/webhooks/{id}";

    public static string ConsoleOf(string id) => $"{Console}/{id}";
}
