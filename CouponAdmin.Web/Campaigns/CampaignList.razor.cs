using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Campaigns;

/// <summary>All campaigns, newest first. What is searched for, and the page, stand in the address.</summary>
public sealed partial class CampaignList : ComponentBase, IDisposable
{
    private const int PageSize = 20;
    private const int PageMax = 100_000;
    private const int SkeletonRows = 6;
    private const int SearchLengthMax = 100;

    private readonly CancellationTokenSource _leaving = new();
    private readonly Dictionary<string, object?> _tableAttributes = new(StringComparer.Ordinal) { ["aria-label"] = Say.In("캠페인 목록", "Campaigns") };
    private CampaignSlice? _page;
    private CampaignFilter? _asked;

    [Inject] public required CampaignCatalogue Catalogue { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "q")] public string? Search { get; set; }
    [SupplyParameterFromQuery(Name = "state")] public string? StateName { get; set; }
    [SupplyParameterFromQuery(Name = "page")] public int? AskedPage { get; set; }

    private CampaignState? State => Enum.TryParse(StateName, ignoreCase: true, out CampaignState state) && Enum.IsDefined(state) ? state : null;

    private int PageNumber => Math.Clamp(AskedPage ?? 1, 1, PageMax);

    private bool IsFiltered => State is not null || !string.IsNullOrWhiteSpace(Search);

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var filter = new CampaignFilter(string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(), State, (PageNumber - 1) * PageSize, PageSize);
        if (filter == _asked)
        {
            return;
        }

        _asked = filter;
        CampaignSlice page = await Catalogue.ListAsync(filter, _leaving.Token);

        // A slow answer to an older question must not cover a newer one.
        if (filter == _asked)
        {
            _page = page;
        }
    }

    private static string WordOf(CampaignState? state) => state is { } known ? StateTexts.Word(known) : Say.In("모두", "All");

    private void SearchFor(string? text) => GoTo("q", string.IsNullOrWhiteSpace(text) ? null : text.Trim());

    private void ShowState(CampaignState? state) => GoTo("state", state is { } known ? char.ToLowerInvariant(known.ToString()[0]) + known.ToString()[1..] : null);

    private void GoTo(string name, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = value, ["page"] = null }),
        replace: true);
}
