using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Operations;

/// <summary>What the product stands on, as this instance sees it. Read again every few seconds while the page is open.</summary>
public sealed partial class SystemPage : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _leaving = new();
    private ITimer? _timer;
    private SystemReading? _reading;

    [Inject] internal SystemReader Reader { get; init; } = null!;
    [Inject] internal SettingsInForce Settings { get; init; } = null!;
    [Inject] public required TimeProvider Clock { get; init; }

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
        _reading = await Reader.ReadAsync(_leaving.Token);
        if (RendererInfo.IsInteractive)
        {
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(ReadAgainAsync), state: null, ReadEvery, ReadEvery);
        }
    }

    private async Task ReadAgainAsync()
    {
        try
        {
            _reading = await Reader.ReadAsync(_leaving.Token);
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left meanwhile.
        }
        catch (Exception e) when (!_leaving.IsCancellationRequested)
        {
            // A timer has nobody to throw to: hand it to the page's own edge, which logs it and offers a way on.
            await DispatchExceptionAsync(e);
        }
    }
}
