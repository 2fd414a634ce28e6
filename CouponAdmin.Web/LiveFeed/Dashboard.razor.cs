using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>Every live and coming sale at a glance. The cards move by themselves; the list is read again now and then.</summary>
public sealed partial class Dashboard : ComponentBase, IAsyncDisposable
{
    /// <summary>Each card holds a subscription and is drawn every second: more than these are for the list.</summary>
    private const int CardsMax = 24;

    private static readonly TimeSpan ListAgainAfter = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _leaving = new();
    private ITimer? _timer;
    private IReadOnlyList<CampaignView>? _sales;
    private bool _hasCampaigns;

    [Inject] public required CampaignCatalogue Catalogue { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }

    private string EmptyTitle => _hasCampaigns
        ? Say.In("지금 진행 중이거나 예정된 판매가 없습니다", "Nothing is on sale or coming")
        : Say.In("첫 캠페인을 만들어 보십시오", "Make the first campaign");

    private string EmptyText => _hasCampaigns
        ? Say.In("지난 판매와 작성 중인 캠페인은 캠페인 목록에 있습니다.", "Past sales and drafts are in the list of campaigns.")
        : Say.In(
            "수량과 시작 시각을 정하고 게시하면, 이 화면에서 남은 수량과 대기열을 실시간으로 봅니다.",
            "Set a quantity and an opening, publish it, and watch here live what is left and who waits.");

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        _timer = Clock.CreateTimer(_ => _ = InvokeAsync(ReadAgainAsync), state: null, ListAgainAfter, ListAgainAfter);
    }

    private async Task ReadAgainAsync()
    {
        try
        {
            await ReadAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left while the list was being read.
        }
        catch (Exception e) when (!_leaving.IsCancellationRequested)
        {
            // A timer has nobody to throw to: hand it to the page's own edge, which logs it and offers a way on.
            await DispatchExceptionAsync(e);
        }
    }

    private async Task ReadAsync()
    {
        IReadOnlyList<CampaignView> published = await Catalogue.PublishedAsync(_leaving.Token);
        _hasCampaigns = published.Count > 0 || (await Catalogue.ListAsync(new CampaignFilter(Take: 1), _leaving.Token)).Total > 0;
        _sales = [.. published.Where(c => c.State is not (CampaignState.Closed or CampaignState.Archived))];
    }
}
