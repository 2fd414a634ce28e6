using System.Globalization;

namespace CouponAdmin.Web.Shared;

/// <summary>The zone in which sales are planned and watched. Everything is stored in UTC; only people see this.</summary>
public static class SeoulTime
{
    public const string ZoneId = "Asia/Seoul";
    public const string Abbreviation = "KST";

    private const string InputFormat = "yyyy-MM-ddTHH:mm";
    private const string ExactInputFormat = "yyyy-MM-ddTHH:mm:ss";

    /// <summary>Browsers send seconds only when they aren't zero, and their fraction only where a field's step has one.</summary>
    private static readonly string[] AcceptedInputs = [InputFormat, ExactInputFormat, "yyyy-MM-ddTHH:mm:ss.FFF"];

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(ZoneId);

    public static DateTimeOffset Of(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>Date, weekday and time to the minute; with seconds where there are any.</summary>
    public static string Minute(DateTimeOffset moment) => HasSeconds(moment)
        ? Format(moment, "yyyy. M. d. (ddd) HH:mm:ss", "ddd d MMM yyyy, HH:mm:ss")
        : Format(moment, "yyyy. M. d. (ddd) HH:mm", "ddd d MMM yyyy, HH:mm");

    /// <summary>Date and time to the second, for tables.</summary>
    public static string Second(DateTimeOffset moment) => Format(moment, "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss");

    /// <summary>The time of day alone, for the second half of a range on one day.</summary>
    public static string TimeOfDay(DateTimeOffset moment) => HasSeconds(moment) ? Clock(moment) : Format(moment, "HH:mm", "HH:mm");

    /// <summary>The time of day to the second, for the axis of a chart.</summary>
    public static string Clock(DateTimeOffset moment) => Format(moment, "HH:mm:ss", "HH:mm:ss");

    /// <summary>The time of day to the millisecond: in a rush the order of two things is a matter of hundredths.</summary>
    public static string Fine(DateTimeOffset moment) => Format(moment, "HH:mm:ss.fff", "HH:mm:ss.fff");

    /// <summary>A window; the day is said once when both ends share it.</summary>
    public static string Window(DateTimeOffset from, DateTimeOffset to) =>
        $"{Minute(from)} – {(Of(from).Date == Of(to).Date ? TimeOfDay(to) : Minute(to))} {Abbreviation}";

    public static string Utc(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>As a date-and-time field of a browser writes it; with seconds where there are any, without their fraction.</summary>
    public static string ToInput(DateTimeOffset moment) => Of(moment).ToString(HasSeconds(moment) ? ExactInputFormat : InputFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads such a field as local time of the zone; null when it is empty or half filled.</summary>
    public static DateTimeOffset? FromInput(string? text) =>
        DateTime.TryParseExact(text, AcceptedInputs, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local)
            ? new DateTimeOffset(local, Zone.GetUtcOffset(local))
            : null;

    private static bool HasSeconds(DateTimeOffset moment) => moment.Second != 0;

    private static string Format(DateTimeOffset moment, string korean, string english) =>
        Of(moment).ToString(Say.In(korean, english), Figures.Culture);
}
