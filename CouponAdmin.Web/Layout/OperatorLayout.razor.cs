using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace CouponAdmin.Web.Layout;

/// <summary>The frame of every console page: bar, language, theme, who is signed in, and the places where MudBlazor puts what floats.</summary>
public sealed partial class OperatorLayout : LayoutComponentBase
{
    private MudThemeProvider? _provider;
    private bool _isDark;

    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required IJSRuntime Script { get; init; }

    [CascadingParameter] public ThemeChoice? Theme { get; set; }

    private string Here => "/" + Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0];

    private string ThemeLabel => _isDark ? Say.In("밝은 화면으로", "Light theme") : Say.In("어두운 화면으로", "Dark theme");

    protected override void OnInitialized() => _isDark = Theme?.IsDark ?? false;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Only a browser that was never here before has no answer yet: ask it once.
        if (firstRender && Theme?.IsDark is null && _provider is not null && await _provider.GetSystemDarkModeAsync())
        {
            _isDark = true;
            StateHasChanged();
        }
    }

    private async Task ToggleThemeAsync()
    {
        _isDark = !_isDark;
        await Script.InvokeVoidAsync("couponConsole.rememberTheme", _isDark);
    }

    private string LanguageLink(string to) => $"{Routes.Language}?to={to}&returnUrl={Uri.EscapeDataString(Here)}";
}
