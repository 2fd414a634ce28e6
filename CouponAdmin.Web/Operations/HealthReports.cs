using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CouponAdmin.Web.Operations;

/// <summary>Readiness as JSON: what is well, what is not, which store and how durable.</summary>
internal static class HealthReports
{
    public static readonly string Version = typeof(HealthReports).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        version = Version,
        checks = report.Entries.ToDictionary(
            e => e.Key, e => new { status = e.Value.Status.ToString(), e.Value.Description, e.Value.Data }, StringComparer.Ordinal),
    });
}
