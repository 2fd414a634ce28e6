using CouponAdmin.Web.Campaigns;
using CouponAdmin.Web.Shared;
using MudBlazor;
using MudBlazor.Services;

namespace CouponAdmin.Web.Layout;

/// <summary>What the operator console needs besides the Core.</summary>
internal static class ConsoleServices
{
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            options.SnackbarConfiguration.PreventDuplicates = true;
        });
        services.AddTransient<MudLocalizer, KoreanMudTexts>();
        services.AddScoped<OperatorGate>();
        services.AddScoped<CampaignActs>();
        services.AddScoped<CampaignSaving>();
        return services;
    }
}
