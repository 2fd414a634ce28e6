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
        _pulses = new LivePulses(null!, _time, NullLogger<LivePulses>.Instance);
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

    private IRenderedComponent<PulseListener> Listen(string slug) => Render<PulseListener>(p => p
        .Add(l => l.Slug, slug)
        .Add(l => l.ServerTime, TestCampaigns.Noon)
        .Add(l => l.ChildContent, reading =>
            $"{Figures.Duration(reading.Age)} {SeoulTime.Of(reading.Now):HH:mm:ss} {(reading.IsSilent ? "silent" : "")}"));
}
