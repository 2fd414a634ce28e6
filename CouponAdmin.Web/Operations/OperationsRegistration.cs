using CouponAdmin.Core.Store;
using CouponAdmin.Core.Telemetry;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Layout;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Scalar.AspNetCore;

namespace CouponAdmin.Web.Operations;

/// <summary>What orchestrators, Prometheus and programmers look at: health, metrics, the interface's description.</summary>
internal static class OperationsRegistration
{
    public const string ReadyTag = "ready";

    /// <summary>As metrics, traces and logs name the product, unless <c>OTEL_SERVICE_NAME</c> says otherwise.</summary>
    public const string ServiceName = "couponadmin";

    /// <summary>The product's, and the framework's own by name: the package that adds those adds a step to every request too.</summary>
    private static readonly string[] Meters =
    [
        ProductMetrics.MeterName,
        "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Diagnostics", "Microsoft.AspNetCore.RateLimiting",
    ];

    public static void AddOperations(this WebApplicationBuilder builder)
    {
        builder.Logging.AddConsoleFormatter<LogLines, ConsoleFormatterOptions>().AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
        string lines = builder.Environment.IsDevelopment() ? LogLines.FormatterName : JsonLines.FormatterName;
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName ??= lines);
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

        builder.Services.AddSingleton<InstanceHealth>().AddSingleton<SystemReader>().AddSingleton<SettingsInForce>();
        builder.Services.AddSingleton(new BarPart(typeof(HealthDot)));
        builder.Services.AddSingleton<IMetricSource, WebGauges>();
        builder.Services.AddMetrics(metrics => Array.ForEach(Meters, meter => metrics.EnableMetrics(meter)));
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: HealthReports.Version, serviceInstanceId: InstanceName.Value).AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddInstrumentation(services => services.GetRequiredService<ObservedMetrics>()).AddPrometheusExporter())
            .AddOtlp(builder.Configuration);
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
