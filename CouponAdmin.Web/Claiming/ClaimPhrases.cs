using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Claiming;

/// <summary>The short phrases around the words: numbers, moments, what a coupon is worth. The script fills the same templates.</summary>
internal static class ClaimPhrases
{
    public static string Place => Say.In("{place}번째", "No. {place}");

    public static string Ahead => Say.In("앞에 {ahead}명", "{ahead} ahead of you");

    public static string NoneAhead => Say.In("곧 차례입니다", "You are next");

    public static string Number => Say.In("{number}번째 쿠폰", "Coupon no. {number}");

    public static string ValidUntil => Say.In("{date}까지", "valid until {date}");

    public static string LastWent => Say.In("마지막 쿠폰은 {time}에 발급되었습니다.", "The last coupon went at {time}.");

    /// <summary>For whom the offer is: the operator's words, or else the product's. Null when it is for everyone.</summary>
    public static string? EligibleOf(CampaignView campaign) => campaign.Eligibility == Eligibility.Everyone ? null
        : campaign.EligibleText ?? Say.In("안내를 받은 회원께 드리는 쿠폰입니다.", "This offer is for members who were told of it.");

    /// <summary>A moment of today, and one of another day; <c>{clock}</c> is hours and minutes, with seconds where they matter.</summary>
    public static string Today => Say.In("{clock}", "at {clock} KST");

    public static string OtherDay => Say.In("{month}월 {day}일 {clock}", "on {day} {monthName} at {clock} KST");

    public static string ExactOtherDay => Say.In("{month}월 {day}일 {clock}", "{clock} on {day} {monthName}");

    public static string Date => Say.In("{year}년 {month}월 {day}일", "{day} {monthName} {year}");

    public static string Days => Say.In("{days}일 {clock}", "{days} d {clock}");

    public static string Fill(string template, params ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach ((string name, string value) in values)
        {
            template = template.Replace("{" + name + "}", value, StringComparison.Ordinal);
        }

        return template;
    }

    /// <summary>The moment as read on a day: the time alone on that day, else with its date; Korean time, in English named so.</summary>
    public static string When(DateTimeOffset moment, DateTimeOffset now)
    {
        DateTimeOffset local = SeoulTime.Of(moment);
        string template = local.Date == SeoulTime.Of(now).Date ? Today : OtherDay;
        return Fill(OnDay(template, local), ("clock", local.ToString(local.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture)));
    }

    /// <summary>The time to the second, for the moment of the last coupon.</summary>
    public static string Exact(DateTimeOffset moment, DateTimeOffset now)
    {
        DateTimeOffset local = SeoulTime.Of(moment);
        string clock = local.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return local.Date == SeoulTime.Of(now).Date ? clock : Fill(OnDay(ExactOtherDay, local), ("clock", clock));
    }

    public static string Day(DateTimeOffset moment) => OnDay(Date, SeoulTime.Of(moment));

    private static string OnDay(string template, DateTimeOffset local) => Fill(
        template,
        ("year", local.Year.ToString(CultureInfo.InvariantCulture)),
        ("month", local.Month.ToString(CultureInfo.InvariantCulture)),
        ("monthName", local.ToString("MMM", Figures.Culture)),
        ("day", local.Day.ToString(CultureInfo.InvariantCulture)));
}
