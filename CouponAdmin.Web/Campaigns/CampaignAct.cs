using CouponAdmin.Core.Campaigns;

namespace CouponAdmin.Web.Campaigns;

/// <summary>What an operator may do to a campaign with one button.</summary>
public enum CampaignAct
{
    Publish,

    /// <summary>Remove a draft.</summary>
    Delete,
    Warm,
    Pause,
    Resume,
    ChangeQuantity,

    /// <summary>Claims must bring the answer to a challenge from now on.</summary>
    AskProof,

    /// <summary>Stops asking for it.</summary>
    SpareProof,
    Close,
}

/// <summary>Which buttons a state offers, in the order in which they stand. The use cases refuse by themselves; this only spares pointless buttons.</summary>
public static class OfferedActs
{
    /// <param name="state">The state of this moment.</param>
    /// <param name="isPaused">Paused by an operator, which a campaign can be before its opening too.</param>
    /// <param name="asksProof">Claims must bring the answer to a challenge.</param>
    public static IReadOnlyList<CampaignAct> In(CampaignState state, bool isPaused, bool asksProof)
    {
        CampaignAct challenge = asksProof ? CampaignAct.SpareProof : CampaignAct.AskProof;
        return state switch
        {
            CampaignState.Draft => [CampaignAct.Publish, CampaignAct.Delete],
            CampaignState.Scheduled => [CampaignAct.Warm, isPaused ? CampaignAct.Resume : CampaignAct.Pause, CampaignAct.ChangeQuantity, challenge, CampaignAct.Close],
            CampaignState.Open or CampaignState.SoldOut => [CampaignAct.Warm, CampaignAct.Pause, CampaignAct.ChangeQuantity, challenge, CampaignAct.Close],
            CampaignState.Paused => [CampaignAct.Warm, CampaignAct.Resume, CampaignAct.ChangeQuantity, challenge, CampaignAct.Close],
            CampaignState.Closed or CampaignState.Archived => [],
        };
    }
}
