namespace CouponAdmin.Bench.Pages;

/// <summary>What the script of a wide, light browser window answers the server's calls, as JSON. The sizes stay the same, as they do while nobody moves the window.</summary>
internal static class ScriptAnswers
{
    public static string To(string function) => function switch
    {
        "mudThemeProvider.isDarkMode" => "false",
        "window.hasOwnProperty" => "true",
        "mudpopoverHelper.countProviders" => "1",
        "mudObserveElementSize" => """{"width":560,"height":200}""",
        "mudGetSvgBBox" => """{"x":0,"y":0,"width":28,"height":14}""",

        // The rest are orders (where to put the focus, what to listen to): done, and nothing to tell.
        _ => "null",
    };
}
