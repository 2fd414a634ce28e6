using System.Diagnostics.Metrics;
using System.Text.Json;
using CouponAdmin.Core.Telemetry;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Exports how far webhooks are behind, and how many were switched off.</summary>
internal sealed class WebhookGauges(WebhookStanding standing) : IMetricSource
{
    public void Observe(ObservedMetrics metrics)
    {
        metrics.Add(ProductMetrics.WebhookBacklog, () => standing.Lags.Select(lag => Of(lag, lag.Events)));
        metrics.Add(ProductMetrics.WebhookAge, () => standing.Lags.Select(lag => Of(lag, lag.Oldest.TotalSeconds)));
        metrics.Add(ProductMetrics.WebhooksEnded, () => standing.Ended);
    }

    internal static string NameOf(DeliveryOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());

    private static Measurement<double> Of(WebhookLag lag, double value) => new(value, new KeyValuePair<string, object?>(ProductMetrics.Webhook, lag.Id));
}
