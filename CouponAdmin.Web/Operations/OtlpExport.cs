using System.Diagnostics;
using CouponAdmin.Core.Telemetry;
using CouponAdmin.Web.Http;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace CouponAdmin.Web.Operations;

/// <summary>Sends traces, metrics and logs to a collector by OTLP, by OpenTelemetry's own environment variables. Off unless <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
internal static class OtlpExport
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The framework makes a span of each request.</summary>
    private const string Requests = "Microsoft.AspNetCore";

    /// <exception cref="SettingException">The endpoint is no address.</exception>
    public static void AddOtlp(this IOpenTelemetryBuilder telemetry, IConfiguration configuration)
    {
        string? endpoint = configuration[Endpoint];
        if (string.IsNullOrWhiteSpace(endpoint))
        {
            return;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new SettingException($"{Endpoint} must be an address such as http://collector.example:4317.");
        }

        telemetry.WithTracing(tracing => tracing.AddSource(ProductTraces.SourceName, Requests).AddProcessor(new RequestNames()).KeepErrors(configuration)).UseOtlpExporter();
        telemetry.Services.Configure<OpenTelemetryLoggerOptions>(logs => logs.IncludeFormattedMessage = true);
    }

    /// <summary>The framework names every request alike; by OpenTelemetry's convention its name is the method and the route.</summary>
    private sealed class RequestNames : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.Source.Name == Requests && data.GetTagItem("http.request.method") is string method)
            {
                data.DisplayName = data.GetTagItem("http.route") is string route ? $"{method} {route}" : method;
            }
        }
    }
}
