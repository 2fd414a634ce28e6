using CouponAdmin.Core.Campaigns;

namespace CouponAdmin.Web.Campaigns;

/// <summary>What an operator may do to a campaign with one button.</summary>
public enum CampaignAct
{
    Publish,
    Warm,
    Pause,
    Resume,
    ChangeQuantity,
    Close,
}

/// <summary>Which buttons a state offers, in the order in which they stand. The use cases refuse by themselves; this only spares pointless buttons.</summary>
public static class OfferedActs
{
    public static IReadOnlyList<CampaignAct> In(CampaignState state) => state switch
    {
        CampaignState.Draft => [CampaignAct.Publish],
        CampaignState.Scheduled => [CampaignAct.Warm, CampaignAct.ChangeQuantity, CampaignAct.Close],
        CampaignState.Open => [CampaignAct.Warm, CampaignAct.Pause, CampaignAct.ChangeQuantity, CampaignAct.Close],
        CampaignState.SoldOut => [CampaignAct.Warm, CampaignAct.Pause, CampaignAct.ChangeQuantity, CampaignAct.Close],
        CampaignState.Paused => [CampaignAct.Warm, CampaignAct.Resume, CampaignAct.ChangeQuantity, CampaignAct.Close],
        CampaignState.Closed => [],
        CampaignState.Archived => [],
    };
}
