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

    // What the page shows while it is held still.
    private (CampaignPulse? Pulse, long HeardAt)? _held;

    [Inject] public required LivePulses Pulses { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }

    [Parameter, EditorRequired] public required string Slug { get; set; }

    /// <summary>The store's clock when the page's own data was read: where clocks start before the first pulse.</summary>
    [Parameter, EditorRequired] public required DateTimeOffset ServerTime { get; set; }

    /// <summary>The pulses bring the last hour for charts.</summary>
    [Parameter] public bool WithTrace { get; set; }

    /// <summary>The reader holds the numbers still; the feed goes on, and letting go shows its newest.</summary>
    [Parameter] public bool IsHeld { get; set; }

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

        _held = IsHeld ? _held ?? (_pulse, _heardAt) : null;
        if (_listensTo == Slug)
        {
            return;
        }

        (_listensTo, _pulse, _heardAt, _held) = (Slug, null, Clock.GetTimestamp(), null);
        _subscription?.Dispose();

        // Subscribe first, read second: the other order can miss a change in between.
        string slug = Slug;
        ExecutionContext? reader = ExecutionContext.Capture();
        _subscription = Pulses.Subscribe(slug, pulse => InReadersContext(reader, () => _ = InvokeAsync(() => Hear(slug, pulse))), WithTrace);
        if (Pulses.Latest(slug) is { } latest)
        {
            Take(latest);
        }

        _ticker ??= Clock.CreateTimer(_ => _ = InvokeAsync(Tick), state: null, TickInterval, TickInterval);
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddContent(0, ChildContent, Reading());
    }

    private LiveReading Reading()
    {
        TimeSpan age = Clock.GetElapsedTime(_heardAt);
        DateTimeOffset now = _knownTime + Clock.GetElapsedTime(_knownAt);
        return _held is { } held
            ? new LiveReading(held.Pulse, Clock.GetElapsedTime(held.HeardAt), now) { IsHeld = true, Unheld = (_pulse, age) }
            : new LiveReading(_pulse, age, now);
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
            // Before the first numbers there is nothing to hold still.
            Take(pulse);
            _held = _held is { Pulse: null } ? (_pulse, _heardAt) : _held;
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
