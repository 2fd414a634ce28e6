using Bunit;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CouponAdmin.Tests.LiveFeed;

public sealed class PulseListenerTests : ComponentTest
{
    private readonly FakeTimeProvider _time = new(TestCampaigns.Noon);

    // Never started, so it reads nothing: only its subscribers matter here.
    private readonly LivePulses _pulses;

    public PulseListenerTests()
    {
        _pulses = new LivePulses(null!, null!, null!, null!, _time, NullLogger<LivePulses>.Instance);
        Services.AddSingleton(_pulses);
        Services.AddSingleton<TimeProvider>(_time);
    }

    [Fact]
    public async Task PulseListener_WhenDisposed_LeavesNoSubscriber()
    {
        _ = Listen("spring-drop");
        Assert.Equal(1, _pulses.SubscriberCount);

        await DisposeComponentsAsync();

        Assert.Equal(0, _pulses.SubscriberCount);
    }

    [Fact]
    public void PulseListener_WhenGivenAnotherCampaign_LeavesTheFirst()
    {
        IRenderedComponent<PulseListener> listener = Listen("spring-drop");
        listener.Render(p => p.Add(l => l.Slug, "summer-drop"));
        Assert.Equal(1, _pulses.SubscriberCount);
    }

    [Fact]
    public void PulseListener_WhenNoPulseComes_TellsItsAgeAndCarriesTheClockOn()
    {
        IRenderedComponent<PulseListener> listener = Listen("spring-drop");

        _time.Advance(TimeSpan.FromSeconds(6));

        listener.WaitForAssertion(() => listener.MarkupMatches("6.0 s 12:00:06 silent"));
    }

    [Fact]
    public void PulseListener_WhileHeld_KeepsItsNumbersAndTheirAgeButKnowsTheNewest()
    {
        LiveReading? shown = null;
        CampaignPulse first = TestCampaigns.Pulse();
        CampaignPulse second = first with { QueueDepth = 99, StoreTime = first.StoreTime.AddSeconds(4) };
        IRenderedComponent<PulseListener> listener = Render<PulseListener>(p => p
            .Add(l => l.Slug, "spring-drop").Add(l => l.ServerTime, TestCampaigns.Noon).Add(l => l.ChildContent, reading =>
            {
                shown = reading;
                return builder => builder.AddContent(0, reading.Pulse?.QueueDepth);
            }));
        _pulses.Tell("spring-drop", first);
        listener.WaitForAssertion(() => listener.MarkupMatches("27"));

        listener.Render(p => p.Add(l => l.IsHeld, true));
        _time.Advance(TimeSpan.FromSeconds(4));
        _pulses.Tell("spring-drop", second);

        listener.WaitForAssertion(() => Assert.Equal(99, shown!.Newest.Pulse!.QueueDepth));
        listener.MarkupMatches("27");
        Assert.Equal((true, TimeSpan.FromSeconds(4), TimeSpan.Zero), (shown!.IsHeld, shown.Age, shown.Newest.Age));
        Assert.Empty(SaleAlarms.Of(TestCampaigns.View(), shown with { Age = TimeSpan.FromMinutes(9) }, TimeSpan.FromMinutes(5)));

        listener.Render(p => p.Add(l => l.IsHeld, false));
        listener.MarkupMatches("99");
        Assert.False(shown!.IsHeld);
    }

    private IRenderedComponent<PulseListener> Listen(string slug) => Render<PulseListener>(p => p
        .Add(l => l.Slug, slug)
        .Add(l => l.ServerTime, TestCampaigns.Noon)
        .Add(l => l.ChildContent, reading =>
            $"{Figures.Duration(reading.Age)} {SeoulTime.Of(reading.Now):HH:mm:ss} {(reading.IsSilent ? "silent" : "")}"));
}
