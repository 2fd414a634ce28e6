using System.Globalization;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Operations;

/// <summary>What the machine must bring: Korean and English texts, and the zone in which sales are planned. Small container images often lack them.</summary>
internal static class Surroundings
{
    /// <exception cref="SettingException">Says what is missing and where it comes from.</exception>
    public static void Check()
    {
        if (!KnowsKorean())
        {
            throw new SettingException(
                "This machine knows no Korean dates and numbers (invariant globalization, or ICU without its data). Install ICU (Debian: libicu; Alpine: icu-libs and icu-data-full), "
                + "and take DOTNET_SYSTEM_GLOBALIZATION_INVARIANT away.");
        }

        if (!KnowsSeoul())
        {
            throw new SettingException($"This machine doesn't know the time zone {SeoulTime.ZoneId}, in which sales open and close. Install its time zones (Debian and Alpine: tzdata).");
        }
    }

    private static bool KnowsKorean()
    {
        try
        {
            return CultureInfo.GetCultureInfo("ko-KR").DateTimeFormat.DayNames[0] == "일요일";
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    private static bool KnowsSeoul()
    {
        try
        {
            _ = TimeZoneInfo.FindSystemTimeZoneById(SeoulTime.ZoneId);
            return true;
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            return false;
        }
    }
}
