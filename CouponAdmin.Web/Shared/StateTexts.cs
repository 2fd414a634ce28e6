using CouponAdmin.Core.Campaigns;
using MudBlazor;

namespace CouponAdmin.Web.Shared;

/// <summary>A state is always shown by a word, a picture and a colour together.</summary>
public static class StateTexts
{
    public static string Word(CampaignState state) => state switch
    {
        CampaignState.Draft => Say.In("작성 중", "Draft"),
        CampaignState.Scheduled => Say.In("예정", "Scheduled"),
        CampaignState.Open => Say.In("진행 중", "Open"),
        CampaignState.SoldOut => Say.In("소진", "Sold out"),
        CampaignState.Paused => Say.In("일시 중지", "Paused"),
        CampaignState.Closed => Say.In("종료", "Closed"),
        CampaignState.Archived => Say.In("보관", "Archived"),
    };

    public static string Icon(CampaignState state) => state switch
    {
        CampaignState.Draft => Icons.Material.Outlined.EditNote,
        CampaignState.Scheduled => Icons.Material.Outlined.Schedule,
        CampaignState.Open => Icons.Material.Outlined.PlayCircle,
        CampaignState.SoldOut => Icons.Material.Outlined.RemoveShoppingCart,
        CampaignState.Paused => Icons.Material.Outlined.PauseCircle,
        CampaignState.Closed => Icons.Material.Outlined.StopCircle,
        CampaignState.Archived => Icons.Material.Outlined.Archive,
    };

    /// <summary>The class in css/console.css that colours it.</summary>
    public static string Style(CampaignState state) => state switch
    {
        CampaignState.Draft => "state-draft",
        CampaignState.Scheduled => "state-scheduled",
        CampaignState.Open => "state-open",
        CampaignState.SoldOut => "state-sold-out",
        CampaignState.Paused => "state-paused",
        CampaignState.Closed => "state-closed",
        CampaignState.Archived => "state-closed",
    };
}
