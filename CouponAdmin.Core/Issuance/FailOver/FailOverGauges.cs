using CouponAdmin.Core.Telemetry;

namespace CouponAdmin.Core.Issuance.FailOver;

/// <summary>Exports what fail-overs of the store cost, and what is remembered against the next one.</summary>
internal sealed class FailOverGauges(FailOverStanding standing) : IMetricSource
{
    public void Observe(ObservedMetrics metrics)
    {
        metrics.Add(ProductMetrics.FailOvers, () => standing.Read().Seen);
        metrics.Add(ProductMetrics.ClaimsReadmitted, () => standing.Read().Readmitted);
        metrics.Add(ProductMetrics.ClaimsLost, () => standing.Read().Lost);
        metrics.Add(ProductMetrics.ClaimsRemembered, () => standing.Read().Remembered);
        metrics.Add(ProductMetrics.ClaimsRememberedLimit, () => standing.Read().RememberedMax);
    }
}
