using Bunit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Rehearsals;
using CouponAdmin.Core.Reports;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Campaigns;
using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Reports;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis.Profiling;
using Xunit;

namespace CouponAdmin.Tests.LiveFeed;

/// <summary>However many operators watch a sale, the store is asked as if it were one.</summary>
public sealed class SharedReadingTests : ComponentTest
{
    private const int Pages = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task LiveTab_WhenTwoHundredAreOpen_CostsTheStoreWhatOneDoes()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 100);
        await sale.ClaimAsync("first");
        await sale.DrainAsync();
        await sale.ClaimAllAsync(TestMembers.Take(20));
        await sale.First.Get<TallyWriter>().WriteAsync();
        LivePulses pulses = sale.First.Get<LivePulses>();
        Services.AddSingleton(pulses);
        Services.AddSingleton(sale.First.Get<HandOverDrain>());
        Services.AddSingleton(sale.First.Get<SaleReports>());
        Services.AddSingleton(sale.First.Get<RushPairs>());
        Services.AddSingleton(sale.First.Get<RehearsalBook>());
        CampaignView campaign = (await sale.First.Get<CampaignCatalogue>().FindAsync(sale.Slug, default))!;

        Open(campaign);
        await pulses.TickAsync(default);
        string[] forOne = await CommandsOfATickAsync(sale, pulses);
        IRenderedComponent<LiveTab> tab = Open(campaign);
        IRenderedComponent<PulseListener>[] others = [.. Enumerable.Range(2, Pages - 2).Select(_ => Listen(campaign))];
        Assert.Equal(Pages, pulses.SubscriberCount);

        // A report, its replay and another sale over it are read when they are opened: they are nobody who watches.
        IRenderedComponent<ReportTab> report = Report(sale);
        await report.WaitForAssertionAsync(() => Assert.Contains("no sale at", report.Find(".panel [role=status]").TextContent, StringComparison.Ordinal), Patience);
        Assert.Single(report.FindAll("rush-replay"));
        Assert.Equal(Pages, pulses.SubscriberCount);
        string[] forAll = await CommandsOfATickAsync(sale, pulses);

        // A reading takes the tallies of one minute, or of two around a minute's end; that is time's doing, not the pages'.
        Assert.True(forOne.Length >= 3, string.Join(' ', forOne));
        Assert.True(Math.Abs(forAll.Length - forOne.Length) <= 1, $"for one: {string.Join(' ', forOne)}; for all: {string.Join(' ', forAll)}");
        await tab.WaitForAssertionAsync(() => Assert.Equal("20", tab.Find(".legend-queued b").TextContent), Patience);
        Assert.Equal(3, tab.FindAll("figure").Count);
        foreach (IRenderedComponent<PulseListener> other in others)
        {
            await other.WaitForAssertionAsync(() => other.MarkupMatches("20 of 60 points"), Patience);
        }

        await DisposeComponentsAsync();
        Assert.Equal(0, pulses.SubscriberCount);
        Assert.Empty(await CommandsOfATickAsync(sale, pulses));
    }

    private IRenderedComponent<LiveTab> Open(CampaignView campaign) => Render<LiveTab>(p => p
        .Add(t => t.Campaign, campaign).Add(t => t.AskedRange, 1).Add(t => t.IsHeld, false).Add(t => t.OnHold, EventCallback<bool>.Empty));

    private IRenderedComponent<ReportTab> Report(TestSale sale) => Render<ReportTab>(p => p.Add(t => t.Slug, sale.Slug).Add(t => t.ComparedWith, "another-sale"));

    // What a page does with a pulse, without drawing two hundred charts.
    private IRenderedComponent<PulseListener> Listen(CampaignView campaign) => Render<PulseListener>(p => p
        .Add(l => l.Slug, campaign.Slug).Add(l => l.ServerTime, campaign.ServerTime).Add(l => l.WithTrace, true)
        .Add(l => l.ChildContent, reading => $"{reading.Pulse?.QueueDepth} of {reading.Pulse?.Trace?.Points(TraceRange.OneMinute).Count} points"));

    private static async Task<string[]> CommandsOfATickAsync(TestSale sale, LivePulses pulses)
    {
        ProfilingSession session = new();
        AsyncLocal<ProfilingSession?> here = new() { Value = session };
        sale.First.Get<StoreConnections>().Draining.Multiplexer.RegisterProfiler(() => here.Value);
        await pulses.TickAsync(default);
        return session.FinishProfiling().Select(c => c.Command).ToArray();
    }
}
