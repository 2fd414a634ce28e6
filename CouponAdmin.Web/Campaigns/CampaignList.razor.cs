using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.Campaigns;

/// <summary>All campaigns. What is searched for, the order and the page stand in the address.</summary>
public sealed partial class CampaignList : ComponentBase, IDisposable
{
    private const int PageSize = 20;
    private const int PageMax = 100_000;
    private const int SkeletonRows = 6;
    private const int SearchLengthMax = 100;

    // In the order of the columns.
    private static readonly CampaignOrder[] Orders = [CampaignOrder.Name, CampaignOrder.Quantity, CampaignOrder.Opens, CampaignOrder.Closes, CampaignOrder.Created];

    private readonly CancellationTokenSource _leaving = new();
    private readonly Dictionary<string, object?> _tableAttributes = new(StringComparer.Ordinal) { ["aria-label"] = Say.In("캠페인 목록", "Campaigns") };
    private CampaignSlice? _page;
    private CampaignFilter? _asked;

    [Inject] public required CampaignCatalogue Catalogue { get; init; }
    [Inject] public required ArchiveCampaign Archive { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "q")] public string? Search { get; set; }
    [SupplyParameterFromQuery(Name = "state")] public string? StateName { get; set; }
    [SupplyParameterFromQuery(Name = "sort")] public string? OrderName { get; set; }
    [SupplyParameterFromQuery(Name = "dir")] public string? Direction { get; set; }
    [SupplyParameterFromQuery(Name = "page")] public int? AskedPage { get; set; }

    private CampaignState? State => Enum.TryParse(StateName, ignoreCase: true, out CampaignState state) && Enum.IsDefined(state) ? state : null;

    private CampaignOrder Order => Enum.TryParse(OrderName, ignoreCase: true, out CampaignOrder order) && Enum.IsDefined(order) ? order : CampaignOrder.Created;

    /// <summary>Names begin with A, everything else with the newest or most.</summary>
    private bool IsDescending => Direction is { } asked ? asked == "desc" : BeginsDescending(Order);

    private int PageNumber => Math.Clamp(AskedPage ?? 1, 1, PageMax);

    private bool IsFiltered => State is not null || !string.IsNullOrWhiteSpace(Search);

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var filter = new CampaignFilter(string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(), State, (PageNumber - 1) * PageSize, PageSize)
        {
            Order = Order,
            IsDescending = IsDescending,
        };
        if (filter == _asked)
        {
            return;
        }

        _asked = filter;
        await ReadAsync(filter);
    }

    private async Task ReadAsync(CampaignFilter filter)
    {
        CampaignSlice page = await Catalogue.ListAsync(filter, _leaving.Token);

        // A slow answer to an older question must not cover a newer one.
        if (filter == _asked)
        {
            _page = page;
        }
    }

    private static bool BeginsDescending(CampaignOrder order) => order != CampaignOrder.Name;

    private static string WordOf(CampaignState? state) => state is { } known ? StateTexts.Word(known) : Say.In("모두", "All");

    private void SearchFor(string? text) => GoTo("q", string.IsNullOrWhiteSpace(text) ? null : text.Trim());

    private void ShowState(CampaignState? state) => GoTo("state", state is { } known ? Camel(known.ToString()) : null);

    private void GoTo(string name, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = value, ["page"] = null }),
        replace: true);

    /// <summary>A press on an order: the list takes it, a second press turns it round.</summary>
    private SortWay WayTo(CampaignOrder order)
    {
        bool isDescending = order == Order ? !IsDescending : BeginsDescending(order);
        string href = Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["sort"] = order == CampaignOrder.Created ? null : Camel(order.ToString()),
            ["dir"] = isDescending == BeginsDescending(order) ? null : isDescending ? "desc" : "asc",
            ["page"] = null,
        });
        return new SortWay(WordOf(order), href, order == Order ? IsDescending : null);
    }

    private static string WordOf(CampaignOrder order) => order switch
    {
        CampaignOrder.Name => Say.In("이름", "Name"),
        CampaignOrder.Quantity => Say.In("수량", "Quantity"),
        CampaignOrder.Opens => Say.In("시작 (KST)", "Opens (KST)"),
        CampaignOrder.Closes => Say.In("종료 (KST)", "Closes (KST)"),
        CampaignOrder.Created => Say.In("만든 때 (KST)", "Created (KST)"),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "No such order."),
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private async Task ArchiveAsync(CampaignView campaign, bool isArchived)
    {
        if (await Gate.EnterAsync() is not { } actor)
        {
            Snackbar.Add(OperatorGate.NotAllowed, Severity.Error);
            return;
        }

        Result<CampaignView> result = isArchived
            ? await Archive.ExecuteAsync(campaign.Slug, actor, CancellationToken.None)
            : await Archive.UndoAsync(campaign.Slug, actor, CancellationToken.None);
        (string text, Severity severity) = result.Refusal is { } refusal
            ? (RefusalTexts.Of(refusal), Severity.Error)
            : (isArchived
                ? Say.In($"{campaign.Name}을(를) 보관했습니다. 상태에서 '보관'을 고르면 보입니다.", $"{campaign.Name} is archived. Choose the state “Archived” to see it.")
                : Say.In($"{campaign.Name}을(를) 목록에 되돌렸습니다.", $"{campaign.Name} is back in the list."), Severity.Success);
        Snackbar.Add(text, severity);
        if (_asked is { } filter)
        {
            await ReadAsync(filter);
        }
    }
}
