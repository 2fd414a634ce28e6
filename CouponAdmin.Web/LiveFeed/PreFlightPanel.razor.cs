using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>Everything that an opening needs, as a list of lines; looked at again every few seconds.</summary>
public sealed partial class PreFlightPanel : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _leaving = new();
    private ITimer? _timer;
    private PreFlightReport? _report;
    private CampaignView? _lookedAt;

    [Inject] public required PreFlight PreFlight { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }

    [Parameter, EditorRequired] public required CampaignView Campaign { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        _leaving.Dispose();
    }

    // After each act the page hands a new view in: the list follows at once.
    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_lookedAt, Campaign))
        {
            return;
        }

        _lookedAt = Campaign;
        await LookAsync();
        if (!_leaving.IsCancellationRequested)
        {
            _timer ??= Clock.CreateTimer(_ => _ = InvokeAsync(LookAgainAsync), state: null, AgainAfter, AgainAfter);
        }
    }

    private async Task LookAgainAsync()
    {
        await LookAsync();
        if (!_leaving.IsCancellationRequested)
        {
            StateHasChanged();
        }
    }

    private async Task LookAsync()
    {
        try
        {
            _report = await PreFlight.CheckAsync(Campaign.Slug, _leaving.Token);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // Left meanwhile, or the database is away: the last list stays and says when it was made.
        }
    }
}
