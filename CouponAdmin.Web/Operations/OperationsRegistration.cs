using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;
using Scalar.AspNetCore;

namespace CouponAdmin.Web.Operations;

/// <summary>What orchestrators, Prometheus and programmers look at: health, metrics, the interface's description.</summary>
internal static class OperationsRegistration
{
    public const string ReadyTag = "ready";

    /// <summary>The framework's own, by name: the package that adds them adds a step to every request too.</summary>
    private static readonly string[] Meters =
    [
        "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Diagnostics", "Microsoft.AspNetCore.RateLimiting",
    ];

    public static void AddOperations(this WebApplicationBuilder builder)
    {
        builder.Logging.AddConsoleFormatter<LogLines, ConsoleFormatterOptions>();
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName ??= LogLines.FormatterName);
        builder.Services.AddHealthChecks()
            .AddCheck<StoreHealth>("store", tags: [ReadyTag])
            .AddCheck<DatabaseHealth>("database", tags: [ReadyTag])
            .AddCheck<DrainerHealth>("drainer", tags: [ReadyTag]);
        if (CouponSettings.Flag(builder.Configuration, Rehearsal.Setting, otherwise: true))
        {
            builder.Services.AddHostedService<Rehearsal>();
        }

        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter());
    }

    public static void MapOperations(this WebApplication app)
    {
        app.MapHealthChecks(Routes.Live, new HealthCheckOptions { Predicate = _ => false }).DisableHttpMetrics().DisableRateLimiting();
        app.MapHealthChecks(Routes.Ready, new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(ReadyTag),
            ResponseWriter = HealthReports.WriteAsync,
        }).DisableHttpMetrics().DisableRateLimiting();
        app.MapPrometheusScrapingEndpoint().DisableHttpMetrics().DisableRateLimiting();
        app.MapOpenApi();
        app.MapScalarApiReference("/api", options => options.DisableDefaultFonts().WithTitle("CouponAdmin"));

        // Whatever looks like the interface gets the interface's answer, never a page; also names with a dot, which a plain fallback leaves out.
        app.MapGroup("/api").WithMetadata(new SkipStatusCodePagesAttribute()).MapFallback("{**path}", (HttpContext context, UnknownAddress unknown) => unknown.Of(context))
            .ExcludeFromDescription();
    }
}

/// <summary>The store serves: it answered the self-test, and is connected now.</summary>
internal sealed class StoreHealth(StoreGate gate, StoreConnections store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string version = store.Version ?? "not connected";
        Dictionary<string, object> facts = new(StringComparer.Ordinal) { ["version"] = version, ["durability"] = gate.Durability.Mode };
        return Task.FromResult(gate.IsServing && store.IsConnected ? HealthCheckResult.Healthy(version, facts) : HealthCheckResult.Unhealthy(
            gate.IsBarred ? "The store is not the one that the database knows; the log names the two." : "The store does not serve.", data: facts));
    }
}

/// <summary>The database can be reached.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<CouponDbContext> databases, DatabaseOptions options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy(options.Provider.ToString())
            : HealthCheckResult.Unhealthy($"{options.Provider} can't be reached.");
    }
}

/// <summary>The scheduled drain comes to its end again and again.</summary>
internal sealed class DrainerHealth(DrainHeartbeat heartbeat) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(heartbeat.Age < DrainHeartbeat.SilentAfter
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"No drain has come to its end for {heartbeat.Age.TotalSeconds:0} s."));
}
