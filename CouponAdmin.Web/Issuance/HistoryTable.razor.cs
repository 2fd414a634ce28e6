using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.Issuance;

/// <summary>A campaign's recorded claims, a page at a time. What is searched for, and the page, stand in the address.</summary>
public sealed partial class HistoryTable : ComponentBase, IDisposable
{
    private const int PageSize = 50;
    private const int PageMax = 10_000_000 / PageSize;
    private const int SkeletonRows = 8;

    private readonly CancellationTokenSource _leaving = new();
    private readonly Dictionary<string, object?> _tableAttributes = new(StringComparer.Ordinal) { ["aria-label"] = Say.In("발급 이력", "Issuance history") };
    private (string Slug, IssuanceFilter Filter, int Page)? _asked;
    private IssuanceFilter _filter = new();
    private IReadOnlyList<IssuanceView>? _items;
    private int _total;
    private bool _isReading;

    [Inject] public required IssuanceHistory History { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }

    [Parameter, EditorRequired] public required CampaignView Campaign { get; set; }

    /// <summary>From the page's address: a component that is made while the address changes must not ask for it itself, that ends the circuit.</summary>
    [Parameter, EditorRequired] public required HistoryQuery Query { get; set; }

    /// <summary>Names with commas between; null for the usual ones. From the page's address, likewise.</summary>
    [Parameter, EditorRequired] public required string? Columns { get; set; }

    /// <summary>1, 2, 3…; null for the first. From the page's address, likewise.</summary>
    [Parameter, EditorRequired] public required int? AskedPage { get; set; }

    private int PageNumber => Math.Clamp(AskedPage ?? 1, 1, PageMax);

    private HistoryColumns Shown => HistoryColumns.Of(Columns);

    private string CsvLabel => Query.IsFiltering
        ? Say.In($"거른 {Figures.Count(_total)}건 CSV", $"These {Figures.Count(_total)} as CSV")
        : Say.In("전체 CSV", "All as CSV");

    private string EmptyTitle => Query switch
    {
        { Sought: { } sought } => Say.In($"'{sought}'에 맞는 신청이 없습니다", $"No claim matches “{sought}”"),
        { IsFiltering: true } => Say.In("조건에 맞는 신청이 없습니다", "No claim fits the filter"),
        _ => Say.In("아직 저장된 신청이 없습니다", "Nothing has been recorded yet"),
    };

    private string EmptyText => Query.IsFiltering
        ? Say.In(
            "회원 ID의 앞부분, 코드·발급 번호·접수 번호 전체로 찾습니다. 상태와 시각 조건을 넓혀 보십시오.",
            "Search by the start of a member id, or a whole code, number or ticket. Widen status and time.")
        : Say.In("신청이 접수되고 저장되면 1초 안팎으로 여기에 나타납니다.", "Claims appear here about a second after they are admitted.");

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        (string, IssuanceFilter, int) asks = (Campaign.Slug, Query.Filter(), PageNumber);
        if (asks != _asked)
        {
            _asked = asks;
            await ReadAsync();
        }
    }

    private static IssuanceOrder? OrderOf(string column) => column switch
    {
        HistoryColumns.Number => IssuanceOrder.Number,
        HistoryColumns.Member => IssuanceOrder.Member,
        HistoryColumns.Status => IssuanceOrder.Status,
        HistoryColumns.Claimed or HistoryColumns.Ticket => IssuanceOrder.Ticket,
        HistoryColumns.Stored => IssuanceOrder.Stored,
        _ => null,
    };

    // A second press turns the order round; times and tickets begin with the newest.
    private SortWay? WayTo(string column)
    {
        if (OrderOf(column) is not { } order)
        {
            return null;
        }

        bool isCurrent = _filter.Order == order;
        bool nextIsDescending = isCurrent ? !_filter.IsDescending : order is IssuanceOrder.Ticket or IssuanceOrder.Stored;
        string href = Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["sort"] = HistoryQuery.WordOf(order, nextIsDescending),
            ["page"] = null,
        });
        return new SortWay(HistoryColumns.Word(column), href, isCurrent ? _filter.IsDescending : null);
    }

    private async Task ReadAsync()
    {
        if (_asked is not { } asked)
        {
            return;
        }

        _isReading = true;
        bool seesCodes = await Gate.SeesCodesAsync();
        (IReadOnlyList<IssuanceView> items, int total) = await History.SliceAsync(asked.Slug, asked.Filter, (asked.Page - 1) * PageSize, PageSize, _leaving.Token);

        // A slow answer to an older question must not cover a newer one.
        if (_asked == asked)
        {
            (_items, _total, _filter, _isReading) = ([.. items.Select(item => item.SeenBy(seesCodes))], total, asked.Filter, false);
        }
    }

    private void Toggle(string column) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("columns", Shown.Toggled(column)), replace: true);

    private async Task AskToRevokeAsync(IssuanceView coupon)
    {
        var parameters = new DialogParameters<RevokeDialog> { { x => x.Coupon, coupon } };
        IDialogReference dialog = await Dialogs.ShowAsync<RevokeDialog>(title: null, parameters);
        if (await dialog.Result is { Canceled: false })
        {
            Snackbar.Add(Say.In($"{coupon.Number}번 쿠폰을 회수했습니다.", $"Coupon {coupon.Number} is revoked."), Severity.Success);
            await ReadAsync();
        }
    }
}
