using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Mvc;
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
        builder.Services.AddSingleton(CouponSettings.Bind<ShutdownOptions>(builder.Configuration, ShutdownOptions.Section)).AddSingleton<IHostLifetime, RollingStop>();

        // Kept between looks, so that one that hangs is not begun again.
        builder.Services.AddSingleton<StoreHealth>().AddSingleton<DatabaseHealth>();
        builder.Services.AddHealthChecks()
            .AddCheck<StoreHealth>("store", tags: [ReadyTag])
            .AddCheck<DatabaseHealth>("database", tags: [ReadyTag])
            .AddCheck<DrainerHealth>("drainer", tags: [ReadyTag])
            .AddCheck<InstanceEndHealth>("instance", tags: [ReadyTag]);
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
