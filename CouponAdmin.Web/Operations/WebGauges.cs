using System.Diagnostics.Metrics;
using CouponAdmin.Core.Telemetry;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Mail;

namespace CouponAdmin.Web.Operations;

/// <summary>Exports what the web application keeps open, and how its mail goes.</summary>
internal sealed class WebGauges(EventStreams streams, OpenCircuits circuits, MailQueue queue, MailReport mail) : IMetricSource
{
    public void Observe(ObservedMetrics metrics)
    {
        metrics.Add(ProductMetrics.EventStreams, () => streams.Open);
        metrics.Add(ProductMetrics.Circuits, () => circuits.Count);
        metrics.Add(ProductMetrics.MailsWaiting, () => queue.Waiting);
        metrics.Add(ProductMetrics.Mails, () => [Of("sent", mail.Sent), Of("delayed", mail.Delayed), Of("lost", mail.Lost)]);
    }

    private static Measurement<double> Of(string outcome, long count) => new(count, new KeyValuePair<string, object?>(ProductMetrics.Outcome, outcome));
}
