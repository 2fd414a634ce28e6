using CouponAdmin.Web.Http;
using MudBlazor;
using MudBlazor.Services;

namespace CouponAdmin.Web.Layout;

/// <summary>What the operator console needs besides the Core.</summary>
internal static class ConsoleServices
{
    /// <summary>Bytes of the longest message that a circuit takes from a browser: a form's fields, with room.</summary>
    private const long MessageBytesMax = 64 * 1024;

    /// <summary>Circuits kept for browsers that may come back.</summary>
    private const int CircuitsKeptMax = 100;

    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DetailedErrors = false;
            circuits.DisconnectedCircuitMaxRetained = CircuitsKeptMax;
        }).AddHubOptions(hub => hub.MaximumReceiveMessageSize = MessageBytesMax);
        services.AddCascadingAuthenticationState();
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            options.SnackbarConfiguration.PreventDuplicates = true;
        });
        services.AddTransient<MudLocalizer, KoreanMudTexts>();
        services.AddScoped<OperatorGate>();
        return services;
    }
}
