using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>The live campaigns' numbers for the gauges.</summary>
public sealed class LiveSalesTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Read_WhileClaimsWait_TellsDepthAgeAndUnits(StoreKind kind)
    {
        await using TestSale sale = await TestSale.OpenAsync(kind, quantity: 5);
        await sale.ClaimAllAsync(TestMembers.Take(3));
        LiveSales live = sale.First.Get<LiveSales>();

        await live.ReadAsync();
        LiveSale waiting = live.Latest.Single(found => found.Slug == sale.Slug);
        await sale.DrainAsync();
        await live.ReadAsync();
        LiveSale drained = live.Latest.Single(found => found.Slug == sale.Slug);

        Assert.Equal((3, 2), (waiting.Depth, waiting.Counts?.Remaining));
        Assert.True(waiting.Oldest > TimeSpan.Zero);
        Assert.Equal((0, TimeSpan.Zero), (drained.Depth, drained.Oldest));
    }

    [Fact]
    public async Task Read_WhenACampaignIsLongSealed_ExportsItNoLonger()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        await sale.ClaimAsync("member");
        LiveSales live = sale.First.Get<LiveSales>();
        OutcomeCounts outcomes = sale.First.Get<OutcomeCounts>();
        await live.ReadAsync();
        Assert.Contains(sale.Keys.Campaign, outcomes.Named);

        long sealedAt = (StoreTime.From(TimeProvider.System.GetUtcNow()) + (-LiveSales.KeptAfterSeal * 2)).Microseconds;
        await sale.ExecuteSqlAsync($"UPDATE campaigns SET \"SealedAt\" = {sealedAt}");
        await live.ReadAsync();

        Assert.Empty(live.Latest);
        Assert.Empty(outcomes.Named);
    }

    [Fact]
    public async Task Read_WhenTheStoreLostTheCampaign_TellsNoNumbersInsteadOfZeros()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        await sale.LoseAsync();
        LiveSales live = sale.First.Get<LiveSales>();

        await live.ReadAsync();

        Assert.Null(live.Latest.Single(found => found.Slug == sale.Slug).Counts);
    }
}
