using System.Globalization;
using Microsoft.AspNetCore.OutputCaching;

namespace CouponAdmin.Web.Claiming;

/// <summary>One rendering of a claim page a second and language, for everybody.</summary>
/// <remarks>The default policy would render the page again for each signed-in reader and each query; this page is the same for all of them.</remarks>
internal sealed class ClaimPageCaching : IOutputCachePolicy
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.EnableOutputCaching = true;
        context.AllowCacheLookup = true;
        context.AllowCacheStorage = true;
        context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = Freshness;
        context.CacheVaryByRules.QueryKeys = "";
        context.CacheVaryByRules.VaryByValues["language"] = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        context.CacheVaryByRules.VaryByValues["encoding"] = ClaimPageCompression.EncodingOf(context.HttpContext);
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        HttpResponse response = context.HttpContext.Response;
        context.AllowCacheStorage = response.StatusCode == StatusCodes.Status200OK && response.Headers.SetCookie.Count == 0;
        return ValueTask.CompletedTask;
    }
}
