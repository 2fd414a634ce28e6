using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>The one clock that matters in a state: to the opening, to the closing, or none.</summary>
/// <param name="Label">What it counts towards.</param>
/// <param name="Left">The time left; null when nothing is awaited.</param>
public sealed record SaleClock(string Label, TimeSpan? Left)
{
    public static SaleClock Of(CampaignView campaign, CampaignState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        return state switch
        {
            CampaignState.Scheduled => new SaleClock(Say.In("시작까지", "Opens in"), campaign.OpensAt - now),
            CampaignState.Open or CampaignState.SoldOut or CampaignState.Paused => new SaleClock(Say.In("종료까지", "Closes in"), campaign.ClosesAt - now),
            CampaignState.Closed => new SaleClock(Say.In("종료되었습니다", "Over"), Left: null),
            CampaignState.Draft => new SaleClock(Say.In("아직 게시하지 않았습니다", "Not published yet"), Left: null),
            CampaignState.Archived => new SaleClock(Say.In("보관되었습니다", "Archived"), Left: null),
        };
    }
}
