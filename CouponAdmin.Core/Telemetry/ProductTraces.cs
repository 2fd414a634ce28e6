using System.Diagnostics;

namespace CouponAdmin.Core.Telemetry;

/// <summary>The product's spans. Where many become one (claims a batch, batches a drain) the one links to the many: none of them is its parent.</summary>
/// <remarks>While nobody listens each of these costs one comparison.</remarks>
public static class ProductTraces
{
    public const string SourceName = "CouponAdmin";

    /// <summary>Links of one span at most, as OpenTelemetry's own limit; the rest of a large batch has none.</summary>
    public const int LinksMax = 128;

    internal static readonly ActivitySource Source = new(SourceName);

    /// <summary>Who asks at this moment; null while nobody listens.</summary>
    internal static Activity? Asker => Source.HasListeners() ? Activity.Current : null;

    /// <summary>A span of its own, with these as its causes. What is current is no cause: loops of the background belong to nobody.</summary>
    internal static Activity? Begin(string name, IEnumerable<ActivityContext> causes)
    {
        Activity.Current = null;
        return Source.HasListeners()
            ? Source.StartActivity(name, ActivityKind.Internal, default(ActivityContext), links: causes.Distinct().Take(LinksMax).Select(cause => new ActivityLink(cause)))
            : null;
    }

    /// <summary>A span under the current one; null where there is none.</summary>
    internal static Activity? Under(string name, ActivityKind kind = ActivityKind.Internal) => Activity.Current is null ? null : Source.StartActivity(name, kind);
}
