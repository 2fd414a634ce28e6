using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CouponAdmin.Web.Operations;

/// <summary>Whether this instance is well, in the bar of every console page; it leads to the page that says more.</summary>
public sealed partial class HealthDot : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private ITimer? _timer;
    private bool? _isHealthy;
    private string[] _unwell = [];

    [Inject] internal InstanceHealth Health { get; init; } = null!;
    [Inject] public required SystemHealthReader System { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }

    private string Word => _isHealthy switch
    {
        true => Say.In("모두 정상", "All healthy"),
        false => Say.In("확인 필요", "Needs a look"),
        null => Say.In("확인 중", "Looking"),
    };

    private string Title => _unwell.Length == 0
        ? Say.In("저장소, 데이터베이스, 저장 작업의 상태. 자세히 보기", "Store, database and drainer. See more")
        : Say.In($"정상이 아닌 것: {string.Join(", ", _unwell)}", $"Not well: {string.Join(", ", _unwell)}");

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        await LookAsync();

        // Drawn on the server first, and again when the circuit is there: only that one goes on looking.
        if (RendererInfo.IsInteractive)
        {
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(LookAgainAsync), state: null, LookEvery, LookEvery);
        }
    }

    private async Task LookAgainAsync()
    {
        await LookAsync();
        StateHasChanged();
    }

    private async Task LookAsync()
    {
        HealthReport report = await Health.ReadAsync();
        IReadOnlyList<string> alarms = SystemAlarms.OfWhatServes(await System.ReadAsync());
        _isHealthy = report.Status == HealthStatus.Healthy && alarms.Count == 0;
        _unwell = [.. report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy).Select(e => SystemTexts.Part(e.Key)), .. alarms];
    }
}
