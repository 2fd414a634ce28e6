using System.Globalization;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LookUp;

/// <summary>Moments to the millisecond and the gaps between them: in a rush the order of two things is a matter of hundredths.</summary>
internal static class ExactMoment
{
    /// <summary>Korean time.</summary>
    public static string Text(DateTimeOffset moment) => SeoulTime.Of(moment).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>How far apart: hundredths of a second below ten, then what matters.</summary>
    public static string Gap(TimeSpan span, bool isKorean)
    {
        string seconds = span.TotalSeconds.ToString(span.TotalSeconds < 9.995 ? "0.00" : "0", CultureInfo.InvariantCulture);
        return (span, isKorean) switch
        {
            ({ TotalSeconds: < 99.5 }, true) => $"{seconds}초",
            ({ TotalSeconds: < 99.5 }, false) => $"{seconds} s",
            ({ TotalHours: < 1 }, true) => $"{span.Minutes}분 {span.Seconds}초",
            ({ TotalHours: < 1 }, false) => $"{span.Minutes} min {span.Seconds} s",
            ({ TotalDays: < 1 }, true) => $"{span.Hours}시간 {span.Minutes}분",
            ({ TotalDays: < 1 }, false) => $"{span.Hours} h {span.Minutes} min",
            (_, true) => $"{span.Days}일 {span.Hours}시간",
            (_, false) => $"{span.Days} d {span.Hours} h",
        };
    }
}
