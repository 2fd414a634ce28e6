using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CouponAdmin.Web.Operations;

/// <summary>This instance's readiness for the console: one look is shared by all open pages for a moment.</summary>
internal sealed class InstanceHealth(HealthCheckService checks, TimeProvider time)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private Task<HealthReport>? _look;
    private long _takenAt;

    /// <summary>The same checks as <c>/health/ready</c>, at most three seconds old.</summary>
    public Task<HealthReport> ReadAsync()
    {
        lock (_lock)
        {
            if (_look is null || _look.IsFaulted || time.GetElapsedTime(_takenAt) > GoodFor)
            {
                (_look, _takenAt) = (checks.CheckHealthAsync(check => check.Tags.Contains(OperationsRegistration.ReadyTag)), time.GetTimestamp());
            }

            return _look;
        }
    }
}
