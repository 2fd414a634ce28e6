using System.Diagnostics.Metrics;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Issuance.Reconcile;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Telemetry;

namespace CouponAdmin.Core.Issuance;

/// <summary>Exports the answers to claims, how the drain goes and what is wrong with the books.</summary>
internal sealed class IssuanceGauges(OutcomeCounts outcomes, DrainHeartbeat heartbeat, BooksState books) : IMetricSource
{
    public void Observe(ObservedMetrics metrics)
    {
        metrics.Add(ProductMetrics.Claims, () => outcomes.Read().Select(answers => new Measurement<double>(
            answers.Count, new KeyValuePair<string, object?>(ProductMetrics.Campaign, answers.Campaign), new(ProductMetrics.Outcome, answers.Outcome))));
        metrics.Add(ProductMetrics.DrainLastSuccess, () => heartbeat.At.ToUnixTimeMilliseconds() / 1000.0);
        metrics.Add(ProductMetrics.Strays, () => books.Strays);
        metrics.Add(ProductMetrics.Unbalanced, () => books.Unbalanced);
    }
}
