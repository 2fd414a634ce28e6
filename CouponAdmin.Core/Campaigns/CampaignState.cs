namespace CouponAdmin.Core.Campaigns;

/// <summary>Derived from the window and the flags by the store's clock; closed goes before scheduled, before paused, before sold out.</summary>
public enum CampaignState
{
    Draft,
    Scheduled,
    Open,
    SoldOut,
    Paused,
    Closed,
    Archived,
}
