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
    /// <param name="isPaused">Paused by an operator, which a campaign can be before its opening too.</param>
    public static IReadOnlyList<CampaignAct> In(CampaignState state, bool isPaused) => state switch
    {
        CampaignState.Draft => [CampaignAct.Publish],
        CampaignState.Scheduled => [CampaignAct.Warm, isPaused ? CampaignAct.Resume : CampaignAct.Pause, CampaignAct.ChangeQuantity, CampaignAct.Close],
        CampaignState.Open => [CampaignAct.Warm, CampaignAct.Pause, CampaignAct.ChangeQuantity, CampaignAct.Close],
        CampaignState.SoldOut => [CampaignAct.Warm, CampaignAct.Pause, CampaignAct.ChangeQuantity, CampaignAct.Close],
        CampaignState.Paused => [CampaignAct.Warm, CampaignAct.Resume, CampaignAct.ChangeQuantity, CampaignAct.Close],
        CampaignState.Closed => [],
        CampaignState.Archived => [],
    };
}
