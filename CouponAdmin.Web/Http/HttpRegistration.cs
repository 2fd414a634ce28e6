using System.Globalization;
using System.Text.Json.Serialization;
using CouponAdmin.Web.Http.Description;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.OpenApi;

namespace CouponAdmin.Web.Http;

/// <summary>What every request passes: language, errors, limits, who is asking.</summary>
internal static class HttpRegistration
{
    /// <summary>The framework's own name of the one document.</summary>
    private const string DocumentName = "v1";

    private static readonly CultureInfo[] Languages = [new(Say.English), new(Say.Korean)];

    public static void AddHttp(this WebApplicationBuilder builder)
    {
        builder.AddLimits();
        builder.AddConnectionLimits();
        builder.AddKnownProxies();
        builder.Services.AddSingleton(new ShopPages(CouponSettings.Bind<ShopOptions>(builder.Configuration, ShopOptions.Section), builder.Environment.IsDevelopment()));
        IServiceCollection services = builder.Services;
        services.AddProblemDetails().AddExceptionHandler<ProblemHandlers>();
        services.AddSingleton<InstanceEnd>().AddSingleton<EventStreams>().AddSingleton<OpenCircuits>().AddSingleton<UnknownAddress>();
        services.AddOutputCache();
        services.AddApiDocument();
        services.Configure<OpenApiOptions>(DocumentName, options => options.AddSchemaTransformer(MergePatchSchema.FillAsync));
        services.ConfigureHttpJsonOptions(options => ApiJson.Configured(options.SerializerOptions).UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(Languages[0]);
            options.SupportedCultures = Languages;
            options.SupportedUICultures = Languages;
            options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
        });
    }

    /// <param name="shortWay">Answers what needs no routing.</param>
    public static void UseHttp(this WebApplication app, Action<IApplicationBuilder> shortWay)
    {
        app.UseConnectionEnd();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders(asksForTls: !app.Environment.IsDevelopment());
        app.UseShopCors();
        app.UseHeadRequests();
        app.UseSlugCase();

        // Before the errors: what goes wrong is told in the reader's language too.
        app.UseForAllButClaims(others => others.UseRequestLocalization());
        app.UseExceptionHandler();
        app.UseRetryAfter();
        app.UseOddRequests();
        shortWay(app);
        app.UseHeaderLimits(app.Services.GetRequiredService<ConnectionLimitsOptions>());
        app.UseRouting();
        app.UseRequestSpans();
        app.UseTlsNotice();
        app.UseAccessProblems();
        app.UseAuthentication();
        app.UseForAllButClaims(others => others.UseRequestOrigin());
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseForAllButClaims(others => others.UseCircuitDoor().UseOutputCache());
        app.UseAntiforgery();
        app.UseStaticForms();
    }
}
