namespace CouponAdmin.Web.Layout;

/// <summary>Light or dark, as the browser's cookie remembers it: the reader's own choice, or what their system last said (written by js/console.js).</summary>
/// <param name="IsDark">Null when this browser has not been seen yet.</param>
public sealed record ThemeChoice(bool? IsDark)
{
    public const string Cookie = "console-theme";

    /// <summary>The value of the document's <c>data-theme</c>; null lets the style follow the system.</summary>
    public string? Attribute => IsDark switch
    {
        true => "dark",
        false => "light",
        null => null,
    };

    public static ThemeChoice Parse(string? cookie) => cookie switch
    {
        "dark" or "auto-dark" => new ThemeChoice(true),
        "light" or "auto-light" => new ThemeChoice(false),
        _ => new ThemeChoice((bool?)null),
    };
}
