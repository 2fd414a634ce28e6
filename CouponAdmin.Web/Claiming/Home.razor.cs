using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Claiming;

public sealed partial class Home : ComponentBase
{
    private IReadOnlyList<CampaignView> _campaigns = [];

    [Inject] public required CampaignCatalogue Catalogue { get; init; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    private IEnumerable<(string Title, IReadOnlyList<CampaignView> Campaigns)> Groups => _campaigns
        .GroupBy(campaign => GroupOf(campaign.State))
        .OrderBy(group => group.Key)
        .Select(group => (TitleOf(group.Key), (IReadOnlyList<CampaignView>)[.. group]));

    private enum Group
    {
        Open,
        Coming,
        Over,
    }

    protected override async Task OnInitializedAsync() => _campaigns = await Catalogue.PublishedAsync(Context.RequestAborted);

    private static Group GroupOf(CampaignState state) => state switch
    {
        CampaignState.Open or CampaignState.Paused => Group.Open,
        CampaignState.Draft or CampaignState.Scheduled => Group.Coming,
        CampaignState.SoldOut or CampaignState.Closed or CampaignState.Archived => Group.Over,
    };

    private static string TitleOf(Group group) => group switch
    {
        Group.Open => Say.In("진행 중", "Open"),
        Group.Coming => Say.In("곧 열립니다", "Coming"),
        Group.Over => Say.In("끝났습니다", "Over"),
    };
}
