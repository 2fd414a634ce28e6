using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>The kinds of answers as charts and reports name them.</summary>
public static class AnswerWords
{
    public static string Admitted => Say.In("접수", "Admitted");

    public static string Repeated => Say.In("다시 물음", "Repeated");

    public static string SoldOut => Say.In("소진 안내", "Sold out");

    /// <summary>Refused, not eligible and limited together.</summary>
    public static string TurnedAway => Say.In("거절·제한", "Turned away");

    /// <summary>Too early, paused, closed, or the store could not say.</summary>
    public static string Refused => Say.In("거절", "Refused");

    /// <summary>Not among those who may claim.</summary>
    public static string NotEligible => Say.In("대상 아님", "Not eligible");

    public static string Limited => Say.In("제한", "Limited");
}
