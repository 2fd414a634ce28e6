using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Web.Http;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace CouponAdmin.Web.Operations;

/// <summary>
/// Sampling by a ratio that keeps every span that failed. <c>OTEL_TRACES_SAMPLER</c> decides as always; what it drops is recorded all the same,
/// and sent if it ends as an error. A rush can be sampled at a thousandth, and the one claim that failed is there.
/// </summary>
/// <remarks>Span by span: of a request that failed its own span is sent, and those of its children that failed too. The SDK has no tail sampling of whole traces.</remarks>
internal static class KeptErrors
{
    public const string SamplerName = "OTEL_TRACES_SAMPLER";
    public const string RatioName = "OTEL_TRACES_SAMPLER_ARG";

    /// <summary>Takes effect with the ratio samplers only: <c>always_on</c> needs nothing, and <c>always_off</c> is meant.</summary>
    /// <exception cref="SettingException">The ratio is none.</exception>
    public static TracerProviderBuilder KeepErrors(this TracerProviderBuilder tracing, IConfiguration configuration)
    {
        bool isOfParent = string.Equals(configuration[SamplerName], "parentbased_traceidratio", StringComparison.OrdinalIgnoreCase);
        if (!isOfParent && !string.Equals(configuration[SamplerName], "traceidratio", StringComparison.OrdinalIgnoreCase))
        {
            return tracing;
        }

        if (!double.TryParse(configuration[RatioName] ?? "1", CultureInfo.InvariantCulture, out double ratio) || ratio is not (>= 0 and <= 1))
        {
            throw new SettingException($"{RatioName} must be a number from 0 to 1, not '{configuration[RatioName]}'.");
        }

        Sampler byRatio = new TraceIdRatioBasedSampler(ratio);
        return tracing.SetSampler(new RecordingSampler(isOfParent ? new ParentBasedSampler(byRatio) : byRatio)).AddProcessor(new FailedSpans());
    }

    /// <summary>Records what the other sampler drops, without sending it.</summary>
    private sealed class RecordingSampler(Sampler decides) : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
        {
            SamplingResult result = decides.ShouldSample(samplingParameters);
            return result.Decision == SamplingDecision.Drop ? new SamplingResult(SamplingDecision.RecordOnly) : result;
        }
    }

    /// <summary>Stands before the exporter, which sends what is marked as recorded.</summary>
    private sealed class FailedSpans : BaseProcessor<Activity>
    {
        private const int FirstServerError = 500;

        public override void OnEnd(Activity data)
        {
            bool hasFailed = data.Status == ActivityStatusCode.Error || data.GetTagItem("http.response.status_code") is int and >= FirstServerError;
            if (hasFailed)
            {
                data.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
            }
        }
    }
}
