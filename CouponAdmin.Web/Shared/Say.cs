using System.Globalization;

namespace CouponAdmin.Web.Shared;

/// <summary>The product's two languages, side by side where they are spoken, so that neither can be forgotten.</summary>
public static class Say
{
    public const string Korean = "ko";
    public const string English = "en";

    /// <summary>Whether the reader of this request or circuit reads Korean.</summary>
    public static bool IsKorean => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == Korean;

    /// <summary>Gives the sentence in the reader's language.</summary>
    public static string In(string korean, string english) => IsKorean ? korean : english;
}
