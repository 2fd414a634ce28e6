using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Issuance;
using CouponAdmin.Web.Reports;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Campaigns;

/// <summary>One campaign: its head with the live numbers and the buttons, and below it one of its views.</summary>
public sealed partial class CampaignPage : ComponentBase
{
    /// <summary>Set in the address when a campaign was saved but could not be published.</summary>
    public const string NotPublishedQuery = "notPublished";

    private const string LiveTabName = "live";
    private const string HistoryTab = "history";
    private const string ReportTabName = "report";
    private const string BooksTabName = "books";
    private const string SettingsTab = "settings";
    private const string AuditTab = "audit";

    private CampaignView? _campaign;
    private string? _asked;
    private bool _isMissing;
    private bool _isHeld;

    [Inject] public required CampaignCatalogue Catalogue { get; init; }

    [Parameter] public required string Slug { get; set; }

    [SupplyParameterFromQuery(Name = "tab")] public string? Tab { get; set; }

    /// <summary>What the history is searched for.</summary>
    [SupplyParameterFromQuery(Name = "q")] public string? Search { get; set; }

    /// <summary>The rest of the history's filter; see <see cref="HistoryQuery"/>.</summary>
    [SupplyParameterFromQuery] public string? Status { get; set; }

    [SupplyParameterFromQuery] public string? From { get; set; }

    [SupplyParameterFromQuery] public string? To { get; set; }

    [SupplyParameterFromQuery] public string? Sort { get; set; }

    /// <summary>Which columns of the history are shown.</summary>
    [SupplyParameterFromQuery] public string? Columns { get; set; }

    /// <summary>Which page of the history or audit.</summary>
    [SupplyParameterFromQuery(Name = "page")] public int? AskedPage { get; set; }

    /// <summary>How many minutes the live charts look back.</summary>
    [SupplyParameterFromQuery(Name = "range")] public int? AskedRange { get; set; }

    /// <summary>Which other campaign is laid over this one in the report.</summary>
    [SupplyParameterFromQuery(Name = "with")] public string? ComparedWith { get; set; }

    /// <summary>At what the two are aligned, and how much of them is shown.</summary>
    [SupplyParameterFromQuery(Name = ReportTab.AlignQuery)] public string? Align { get; set; }

    [SupplyParameterFromQuery(Name = ReportTab.ReachQuery)] public string? Reach { get; set; }

    [SupplyParameterFromQuery(Name = NotPublishedQuery)] public bool IsNotPublished { get; set; }

    private static IReadOnlyList<(string Tab, string Word)> Tabs =>
    [
        (LiveTabName, Say.In("실시간", "Live")),
        (HistoryTab, Say.In("발급 이력", "History")),
        (ReportTabName, Say.In("보고서", "Report")),
        (BooksTabName, Say.In("장부", "Books")),
        (SettingsTab, Say.In("설정", "Settings")),
        (AuditTab, Say.In("감사 기록", "Audit")),
    ];

    private string CurrentTab => Tab is HistoryTab or ReportTabName or BooksTabName or SettingsTab or AuditTab ? Tab : LiveTabName;

    protected override async Task OnParametersSetAsync()
    {
        if (_asked == Slug)
        {
            return;
        }

        string slug = Slug;
        (_asked, _campaign, _isMissing) = (slug, null, false);
        CampaignView? campaign = await Catalogue.FindAsync(slug, CancellationToken.None);
        if (slug == Slug)
        {
            (_campaign, _isMissing) = (campaign, campaign is null);
        }
    }

    private void Accept(CampaignView campaign) => _campaign = campaign;

    private void Hold(bool isHeld) => _isHeld = isHeld;
}
