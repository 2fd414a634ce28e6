using System.Globalization;
using Microsoft.Playwright;

namespace CouponAdmin.Tests.Browser.Pages;

/// <summary>A few pictures of a replay in one file, for the README.</summary>
internal static class FilmStrip
{
    private const int Width = 900;

    /// <summary>How far the replay is in each picture.</summary>
    private static readonly double[] Places = [0.04, 0.2, 0.45, 1];

    /// <param name="panel">The rush of a report, with its replay.</param>
    /// <param name="path">The file to write.</param>
    public static async Task ShootAsync(ILocator panel, string path)
    {
        List<string> pictures = [];
        foreach (double place in Places)
        {
            await panel.GetByRole(AriaRole.Slider).EvaluateAsync(
                "(slider, place) => { slider.value = Math.round(slider.max * place); slider.dispatchEvent(new Event('input', { bubbles: true })); }", place);
            pictures.Add(Convert.ToBase64String(await panel.ScreenshotAsync()));
        }

        IPage sheet = await panel.Page.Context.NewPageAsync();
        await sheet.SetViewportSizeAsync(Width * 2, Width);
        await sheet.SetContentAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"<body style='margin:0'><div style='display:grid;grid-template-columns:1fr 1fr;gap:8px;padding:8px;background:#fafaf7'>{string.Concat(pictures.Select(picture => $"<img style='width:100%' src='data:image/png;base64,{picture}'>"))}</div></body>"));
        await sheet.Locator("div").ScreenshotAsync(new LocatorScreenshotOptions { Path = path });
        await sheet.CloseAsync();
    }
}
