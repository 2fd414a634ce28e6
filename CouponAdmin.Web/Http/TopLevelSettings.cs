using Microsoft.Extensions.Configuration.Json;

namespace CouponAdmin.Web.Http;

/// <summary>Finds <c>appsettings.Development.json</c>, which stands at the top level of the repository and is copied beside the program.</summary>
internal static class TopLevelSettings
{
    /// <summary>Puts it right after the other settings files, so that environment variables still win.</summary>
    public static void AddTopLevelSettings(this WebApplicationBuilder builder)
    {
        JsonConfigurationSource source = new()
        {
            Path = Path.Combine(AppContext.BaseDirectory, $"appsettings.{builder.Environment.EnvironmentName}.json"),
            Optional = true,
        };
        source.ResolveFileProvider();
        IList<IConfigurationSource> sources = builder.Configuration.Sources;
        int last = sources.ToList().FindLastIndex(s => s is JsonConfigurationSource { Path: { } path } && path.StartsWith("appsettings", StringComparison.Ordinal));
        sources.Insert(last + 1, source);
    }
}
