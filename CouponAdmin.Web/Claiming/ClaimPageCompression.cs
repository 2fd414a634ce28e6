using Microsoft.AspNetCore.ResponseCompression;

namespace CouponAdmin.Web.Claiming;

/// <summary>Compresses the claim page once a second instead of once a reader: it runs inside the output cache, which keeps the compressed bytes.</summary>
/// <remarks>Only pages that are the same for everyone: a page with a secret in it must not be compressed over TLS together with what a stranger can put there (BREACH).</remarks>
internal static class ClaimPageCompression
{
    /// <summary>Marks an endpoint whose answer is the same for everyone.</summary>
    public sealed class Public;

    public static void AddClaimPageCompression(this IServiceCollection services) =>
        services.AddResponseCompression(options => options.EnableForHttps = true);

    /// <summary>Stands after the output cache.</summary>
    public static void UseClaimPageCompression(this IApplicationBuilder app) =>
        app.UseWhen(context => context.GetEndpoint()?.Metadata.GetMetadata<Public>() is not null, inner => inner.UseResponseCompression());

    /// <summary>The encoding that this reader will get: browsers word their wishes in many ways, but there are only three answers.</summary>
    public static string EncodingOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IResponseCompressionProvider>().GetCompressionProvider(context)?.EncodingName ?? "";
}
