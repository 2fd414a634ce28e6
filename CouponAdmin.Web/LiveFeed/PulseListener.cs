using CouponAdmin.Core.LiveFeed;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>Draws its content anew with each pulse of a campaign, and once a second while none comes, so that clocks and ages go on.</summary>
public sealed class PulseListener : ComponentBase, IDisposable
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private IDisposable? _subscription;
    private ITimer? _ticker;
    private string? _listensTo;
    private CampaignPulse? _pulse;
    private DateTimeOffset _knownTime;
    private long _heardAt;
    private long _knownAt;

    [Inject] public required LivePulses Pulses { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }

    [Parameter, EditorRequired] public required string Slug { get; set; }

    /// <summary>The store's clock when the page's own data was read: where clocks start before the first pulse.</summary>
    [Parameter, EditorRequired] public required DateTimeOffset ServerTime { get; set; }

    [Parameter, EditorRequired] public required RenderFragment<LiveReading> ChildContent { get; set; }

    public void Dispose()
    {
        _subscription?.Dispose();
        _ticker?.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (ServerTime > _knownTime)
        {
            (_knownTime, _knownAt) = (ServerTime, Clock.GetTimestamp());
        }

        if (_listensTo == Slug)
        {
            return;
        }

        (_listensTo, _pulse, _heardAt) = (Slug, null, Clock.GetTimestamp());
        _subscription?.Dispose();

        // Subscribe first, read second: the other order can miss a change in between.
        string slug = Slug;
        ExecutionContext? reader = ExecutionContext.Capture();
        _subscription = Pulses.Subscribe(slug, pulse => InReadersContext(reader, () => _ = InvokeAsync(() => Hear(slug, pulse))));
        if (Pulses.Latest(slug) is { } latest)
        {
            Take(latest);
        }

        _ticker ??= Clock.CreateTimer(_ => _ = InvokeAsync(Tick), state: null, TickInterval, TickInterval);
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var reading = new LiveReading(_pulse, Clock.GetElapsedTime(_heardAt), _knownTime + Clock.GetElapsedTime(_knownAt));
        builder.AddContent(0, ChildContent, reading);
    }

    /// <summary>A pulse comes on a thread of the feed's own, which speaks the server's language: drawing must speak this reader's.</summary>
    private static void InReadersContext(ExecutionContext? reader, Action act)
    {
        if (reader is null)
        {
            act();
        }
        else
        {
            ExecutionContext.Run(reader, static state => ((Action)state!)(), act);
        }
    }

    private void Hear(string slug, CampaignPulse pulse)
    {
        // One may still be on its way from a subscription that has ended.
        if (slug == _listensTo)
        {
            Take(pulse);
            StateHasChanged();
        }
    }

    private void Take(CampaignPulse pulse)
    {
        (_pulse, _heardAt) = (pulse, Clock.GetTimestamp());
        (_knownTime, _knownAt) = (pulse.StoreTime, _heardAt);
    }

    private void Tick()
    {
        if (Clock.GetElapsedTime(_heardAt) >= TickInterval)
        {
            StateHasChanged();
        }
    }
}
