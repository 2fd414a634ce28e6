using System.Diagnostics;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Operations;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>A ratio of traces is sent, and every span that failed.</summary>
public sealed class KeptErrorsTests
{
    [Theory]
    [InlineData("traceidratio", "0", "failed,answered-503")]
    [InlineData("parentbased_traceidratio", "0", "failed,answered-503")]
    [InlineData("traceidratio", "1", "well,failed,answered-503,answered-404")]
    [InlineData(null, null, "well,failed,answered-503,answered-404")]
    [InlineData("always_off", null, "")]
    public void Spans_WhenSampled_AreSentByRatioOrForTheirError(string? sampler, string? ratio, string expected)
    {
        using SentSpans sent = new();
        using ActivitySource source = new($"kept-errors-{sampler}-{ratio}");
        TracerProviderBuilder tracing = Sdk.CreateTracerProviderBuilder().AddSource(source.Name).KeepErrors(Settings(sampler, ratio));
        if (sampler == "always_off")
        {
            // The variable itself is read by the SDK; here it is said by hand.
            tracing.SetSampler(new AlwaysOffSampler());
        }

        using (tracing.AddProcessor(new SimpleActivityExportProcessor(sent)).Build())
        {
            source.StartActivity("well")?.Dispose();
            using (Activity? failed = source.StartActivity("failed"))
            {
                failed?.SetStatus(ActivityStatusCode.Error);
            }

            foreach (int status in new[] { 503, 404 })
            {
                using Activity? answered = source.StartActivity($"answered-{status}");
                answered?.SetTag("http.response.status_code", status);
            }
        }

        Assert.Equal(expected, string.Join(',', sent.Names));
    }

    [Theory, InlineData("2"), InlineData("a tenth"), InlineData("-0.1")]
    public void Ratio_WhenItIsNone_EndsTheStartWithItsName(string ratio)
    {
        SettingException refusal = Assert.Throws<SettingException>(() => Sdk.CreateTracerProviderBuilder().KeepErrors(Settings("traceidratio", ratio)));

        Assert.Contains($"OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, not '{ratio}'", refusal.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(string? sampler, string? ratio) => new ConfigurationBuilder()
        .AddInMemoryCollection([new(KeptErrors.SamplerName, sampler), new(KeptErrors.RatioName, ratio)]).Build();

    private sealed class SentSpans : BaseExporter<Activity>
    {
        public List<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (Activity span in batch)
            {
                Names.Add(span.DisplayName);
            }

            return ExportResult.Success;
        }
    }
}
