using System.Globalization;

namespace CouponAdmin.Web.Shared;

/// <summary>Numbers and durations as the reader of this circuit reads them. Unknown is a dash, never 0.</summary>
public static class Figures
{
    public const string Unknown = "–";

    private static readonly CultureInfo Korean = CultureInfo.GetCultureInfo("ko-KR");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public static CultureInfo Culture => Say.IsKorean ? Korean : English;

    public static string Count(int? count) => count?.ToString("N0", Culture) ?? Unknown;

    public static string Count(long? count) => count?.ToString("N0", Culture) ?? Unknown;

    /// <summary>A rate a second: one decimal below 10, where it still tells something.</summary>
    public static string Rate(double? perSecond) => perSecond switch
    {
        null => Unknown,
        < 9.95 => perSecond.Value.ToString("0.#", Culture),
        _ => perSecond.Value.ToString("N0", Culture),
    };

    /// <summary>How long something takes or waits, rounded to what matters.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 9.95 } => Seconds(span.TotalSeconds.ToString("0.0", Culture)),
        { TotalSeconds: < 59.5 } => Seconds(span.TotalSeconds.ToString("0", Culture)),
        { TotalHours: < 1, Seconds: 0 } => Say.In($"{span.Minutes}분", $"{span.Minutes} min"),
        { TotalHours: < 1 } => Say.In($"{span.Minutes}분 {span.Seconds}초", $"{span.Minutes} min {span.Seconds} s"),
        { TotalDays: < 1 } => Say.In($"{span.Hours}시간 {span.Minutes}분", $"{span.Hours} h {span.Minutes} min"),
        _ => Say.In($"{span.Days:N0}일 {span.Hours}시간", $"{span.Days:N0} d {span.Hours} h"),
    };

    /// <summary>The same for what a rush decides in: milliseconds below a second, hundredths below ten.</summary>
    public static string Fine(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 999.5 } => Say.In($"{span.TotalMilliseconds.ToString("0", Culture)}밀리초", $"{span.TotalMilliseconds.ToString("0", Culture)} ms"),
        { TotalSeconds: < 9.995 } => Seconds(span.TotalSeconds.ToString("0.00", Culture)),
        _ => Duration(span),
    };

    /// <summary>A countdown of fixed width: 00:03:12, with days before it when there are any. Never below zero.</summary>
    public static string Clock(TimeSpan left)
    {
        TimeSpan shown = left < TimeSpan.Zero ? TimeSpan.Zero : left;
        string time = shown.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
        return shown.Days == 0 ? time : Say.In($"{shown.Days:N0}일 {time}", $"{shown.Days:N0} d {time}");
    }

    private static string Seconds(string number) => Say.In($"{number}초", $"{number} s");
}
