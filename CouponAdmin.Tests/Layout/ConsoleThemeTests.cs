using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Layout;
using MudBlazor;
using MudBlazor.Utilities;
using Xunit;

namespace CouponAdmin.Tests.Layout;

/// <summary>One set of values: MudBlazor's theme says the same as css/tokens.css, and every state can be read on its ground.</summary>
public sealed partial class ConsoleThemeTests
{
    private const double ReadableContrast = 4.5;

    private static readonly Dictionary<string, Func<Palette, MudColor>> Colours = new(StringComparer.Ordinal)
    {
        ["ink"] = p => p.TextPrimary,
        ["soft"] = p => p.TextSecondary,
        ["faint"] = p => p.TextDisabled,
        ["paper"] = p => p.Background,
        ["shade"] = p => p.BackgroundGray,
        ["surface"] = p => p.Surface,
        ["line"] = p => p.LinesDefault,
        ["accent"] = p => p.Primary,
        ["on-accent"] = p => p.PrimaryContrastText,
        ["open"] = p => p.Success,
        ["scheduled"] = p => p.Info,
        ["paused"] = p => p.Warning,
        ["sold-out"] = p => p.Secondary,
        ["closed"] = p => p.Dark,
        ["alarm"] = p => p.Error,
    };

    public static TheoryData<string> Names => [.. Colours.Keys];

    [Theory, MemberData(nameof(Names))]
    public void ConsoleTheme_WhenComparedWithTheTokens_SaysTheSame(string name)
    {
        string[] values = [.. TokenPattern().Matches(Tokens()).Where(m => m.Groups["name"].Value == name).Select(m => m.Groups["value"].Value)];

        // Light, dark by the system, dark by choice.
        string light = Hex(Colours[name](ConsoleTheme.Theme.PaletteLight));
        string dark = Hex(Colours[name](ConsoleTheme.Theme.PaletteDark));
        Assert.Equal([light, dark, dark], values);
    }

    [Theory]
    [InlineData("ink"), InlineData("soft"), InlineData("accent")]
    [InlineData("open"), InlineData("scheduled"), InlineData("paused"), InlineData("sold-out"), InlineData("closed"), InlineData("alarm")]
    public void ConsoleTheme_WhenRead_HasContrastOnPaperAndSurface(string name)
    {
        foreach (Palette palette in new Palette[] { ConsoleTheme.Theme.PaletteLight, ConsoleTheme.Theme.PaletteDark })
        {
            MudColor text = Colours[name](palette);
            Assert.All([palette.Background, palette.Surface], ground => Assert.InRange(Contrast(text, ground), ReadableContrast, 21));
        }
    }

    private static string Tokens() => File.ReadAllText(Path.Combine(SourceTree.Root, "wwwroot-assets", "css", "tokens.css"));

    private static string Hex(MudColor colour) => colour.ToString(MudColorOutputFormats.Hex);

    /// <summary>WCAG 2.2, contrast ratio: relative luminances, lighter over darker.</summary>
    private static double Contrast(MudColor one, MudColor other)
    {
        double[] both = [Luminance(one), Luminance(other)];
        return (both.Max() + 0.05) / (both.Min() + 0.05);
    }

    private static double Luminance(MudColor colour) => (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    private static double Linear(byte channel)
    {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex(@"^\s*--(?<name>[a-z-]+):\s*(?<value>#[0-9a-f]{6});", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TokenPattern();
}
