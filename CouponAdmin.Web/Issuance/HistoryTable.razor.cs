using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
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
    private const int SearchLengthMax = 128;

    private readonly CancellationTokenSource _leaving = new();
    private readonly Dictionary<string, object?> _tableAttributes = new(StringComparer.Ordinal) { ["aria-label"] = Say.In("발급 이력", "Issuance history") };
    private (string Slug, string? Search, int Page) _asked;
    private IReadOnlyList<IssuanceView>? _items;
    private int _total;
    private bool _isReading;

    [Inject] public required IssuanceHistory History { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }

    [Parameter, EditorRequired] public required CampaignView Campaign { get; set; }

    /// <summary>From the page's address: a component that is made while the address changes must not ask for it itself, that ends the circuit.</summary>
    [Parameter, EditorRequired] public required string? Search { get; set; }

    /// <summary>1, 2, 3…; null for the first. From the page's address, likewise.</summary>
    [Parameter, EditorRequired] public required int? AskedPage { get; set; }

    private int PageNumber => Math.Clamp(AskedPage ?? 1, 1, PageMax);

    private string? Sought => string.IsNullOrWhiteSpace(Search) ? null : Search.Trim();

    private string EmptyTitle => Sought is null
        ? Say.In("아직 저장된 신청이 없습니다", "Nothing has been recorded yet")
        : Say.In($"'{Sought}'에 맞는 신청이 없습니다", $"No claim matches “{Sought}”");

    private string EmptyText => Sought is null
        ? Say.In("신청이 접수되고 저장되면 1초 안팎으로 여기에 나타납니다.", "Claims appear here about a second after they are admitted.")
        : Say.In("회원 ID의 앞부분, 코드 전체, 발급 번호 전체로 찾을 수 있습니다.", "Search by the start of a member id, a whole code, or a whole number.");

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        (string, string?, int) asks = (Campaign.Slug, Sought, PageNumber);
        if (asks != _asked)
        {
            _asked = asks;
            await ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        (string slug, string? search, int page) = _asked;
        _isReading = true;
        (IReadOnlyList<IssuanceView> items, int total) = await History.SliceAsync(slug, search, (page - 1) * PageSize, PageSize, _leaving.Token);

        // A slow answer to an older question must not cover a newer one.
        if (_asked == (slug, search, page))
        {
            (_items, _total, _isReading) = (items, total, false);
        }
    }

    private void SearchFor(string? text) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["q"] = string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
            ["page"] = null,
        }),
        replace: true);

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
