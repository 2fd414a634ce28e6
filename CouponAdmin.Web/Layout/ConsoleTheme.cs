using MudBlazor;

namespace CouponAdmin.Web.Layout;

/// <summary>MudBlazor in the product's own colours: the values of css/tokens.css. Each state has one colour, and colour means nothing else.</summary>
/// <remarks>Success is open, info scheduled, warning paused, secondary sold out, dark closed, error alarm; primary is the one main action of a page.</remarks>
public static class ConsoleTheme
{
    private const string Radius = "8px";
    private static readonly string[] Fonts =
        ["system-ui", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "NanumGothic", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = Light(),
        PaletteDark = Dark(),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = Radius },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "14px", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "14px", FontWeight = "600", LetterSpacing = "normal", TextTransform = "none" },
            H6 = new H6Typography { FontFamily = Fonts, FontSize = "20px", FontWeight = "700", LetterSpacing = "normal" },
        },
    };

    private static PaletteLight Light() => new()
    {
        Primary = "#c2410c", PrimaryContrastText = "#ffffff",
        Secondary = "#5f3dc4", SecondaryContrastText = "#ffffff",
        Info = "#1864ab", Success = "#237032", Warning = "#8a5a00", Error = "#c92a2a", Dark = "#5c5f66",
        Background = "#fafaf7", BackgroundGray = "#f1f0eb", Surface = "#ffffff",
        TextPrimary = "#14213d", TextSecondary = "#4a5268", TextDisabled = "#8b8f9a",
        ActionDefault = "#4a5268", ActionDisabled = "#8b8f9a", ActionDisabledBackground = "#e3e2dc",
        LinesDefault = "#e3e2dc", LinesInputs = "#8b8f9a", TableLines = "#e3e2dc", Divider = "#e3e2dc",
        AppbarBackground = "#ffffff", AppbarText = "#14213d",
    };

    private static PaletteDark Dark() => new()
    {
        Primary = "#ff8f52", PrimaryContrastText = "#14213d",
        Secondary = "#b197fc", SecondaryContrastText = "#14213d",
        Info = "#74b0f4", InfoContrastText = "#14213d", Success = "#69c37c", SuccessContrastText = "#14213d",
        Warning = "#e5b454", WarningContrastText = "#14213d", Error = "#ff8787", ErrorContrastText = "#14213d",
        Dark = "#a6abb5", DarkContrastText = "#14213d",
        Background = "#0f1420", BackgroundGray = "#161c2b", Surface = "#182032",
        TextPrimary = "#e9ecf1", TextSecondary = "#aab2c2", TextDisabled = "#6e7788",
        ActionDefault = "#aab2c2", ActionDisabled = "#6e7788", ActionDisabledBackground = "#2c3547",
        LinesDefault = "#2c3547", LinesInputs = "#6e7788", TableLines = "#2c3547", Divider = "#2c3547",
        AppbarBackground = "#182032", AppbarText = "#e9ecf1",
    };
}
