namespace CouponAdmin.Core.Events;

/// <summary>The names of the kinds of events, as programs see them.</summary>
public static class EventNames
{
    public static readonly IReadOnlyList<string> All = [.. Enum.GetValues<EventKind>().Select(Of)];

    // No default arm: a new kind does not compile until it has its name here.
    public static string Of(EventKind kind) => kind switch
    {
        EventKind.CouponIssued => "coupon.issued",
        EventKind.CouponRevoked => "coupon.revoked",
        EventKind.CouponRestored => "coupon.restored",
        EventKind.CouponRedeemed => "coupon.redeemed",
        EventKind.RedemptionRolledBack => "coupon.rolled_back",
        EventKind.CouponErased => "coupon.erased",
        EventKind.CampaignChanged => "campaign.changed",
    };
}
