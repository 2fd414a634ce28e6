using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.LiveFeed;
using Xunit;

namespace CouponAdmin.Tests.LiveFeed;

public sealed class PreFlightTests
{
    private static readonly SystemHealth Well = new(
        "web-1", StoreCondition.Serving, StoreDurability.Embedded, "Redis 7.0", TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), "Sqlite",
        TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(0.4), IsSchedulerRunning: true);

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task PreFlight_WhenTheStoreChanges_SaysWhatItHoldsOfTheCampaign(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = store, OpensIn = TimeSpan.FromMinutes(-1) });
        PreFlight flight = sale.First.Get<PreFlight>();
        await sale.ClaimAllAsync(["a", "b"]);
        await sale.DrainAsync();

        // Read now, not at the start: the tests' Redis writes before it answers, and their Garnet shows settings that the product doesn't go by.
        PreFlightFinding durability = store == StoreKind.Redis ? PreFlightFinding.StoreIsDurable : PreFlightFinding.StoreMayLose;
        PreFlightReport healthy = (await flight.CheckAsync(sale.Slug, default))!;
        Assert.Equal(
            [PreFlightFinding.CacheAgrees, durability, PreFlightFinding.DrainerIsSilent, PreFlightFinding.ClocksAgree, PreFlightFinding.WindowRuns],
            healthy.Lines.Select(line => line.Finding));
        Assert.Equal(PreFlightGrade.Failure, healthy.Grade);
        Assert.NotNull(healthy.Health.DatabaseTook);

        await sale.LoseAsync(sale.Keys.Queue);
        Assert.Equal(PreFlightFinding.CacheDiffers, await CacheAsync());
        await sale.LoseAsync(sale.Keys.Facts);
        Assert.Equal(PreFlightFinding.CacheIsCold, await CacheAsync());
        await sale.CheckBooksAsync();
        Assert.Equal(PreFlightFinding.CacheAgrees, await CacheAsync());
        await sale.ExecuteSqlAsync("UPDATE \"campaigns\" SET \"Version\" = \"Version\" + 1");
        Assert.Equal(PreFlightFinding.CacheDiffers, await CacheAsync());
        await sale.ExecuteSqlAsync("UPDATE \"campaigns\" SET \"IsPublished\" = FALSE");
        Assert.Equal(PreFlightFinding.CacheComesWithPublishing, await CacheAsync());
        Assert.Null(await flight.CheckAsync("no-such-sale", default));

        async Task<PreFlightFinding> CacheAsync() => (await flight.CheckAsync(sale.Slug, default))!.Lines[0].Finding;
    }

    [Fact]
    public void PreFlight_WhenTheSystemIsIll_NamesTheIllness()
    {
        Assert.Equal(PreFlightFinding.StoreIsDurable, PreFlight.StoreOf(Well));
        Assert.Equal(PreFlightFinding.StoreIsAway, PreFlight.StoreOf(Well with { StoreTook = null }));
        Assert.Equal(PreFlightFinding.StoreMayEvict, PreFlight.StoreOf(Well with { Durability = new("appendfsync always", true, true) }));
        Assert.Equal(PreFlightFinding.StoreMayLose, PreFlight.StoreOf(Well with { Durability = new("appendfsync everysec", false, false) }));
        Assert.Equal(PreFlightFinding.DrainerRuns, PreFlight.DrainerOf(Well));
        Assert.Equal(PreFlightFinding.DrainerIsSilent, PreFlight.DrainerOf(Well with { DrainAge = TimeSpan.FromSeconds(5.1) }));
        Assert.Equal(PreFlightFinding.DrainerIsSilent, PreFlight.DrainerOf(Well with { IsSchedulerRunning = false }));
        Assert.Equal(PreFlightFinding.ClocksAgree, PreFlight.ClocksOf(Well with { ClockOffset = TimeSpan.FromSeconds(-1) }));
        Assert.Equal(PreFlightFinding.ClocksAreApart, PreFlight.ClocksOf(Well with { ClockOffset = TimeSpan.FromSeconds(-1.1) }));
        Assert.Equal(PreFlightFinding.ClocksUnknown, PreFlight.ClocksOf(Well with { ClockOffset = null }));
    }

    [Theory]
    [InlineData(10, 20, PreFlightFinding.WindowIsComing)]
    [InlineData(-10, 20, PreFlightFinding.WindowRuns)]
    [InlineData(10, 10.5, PreFlightFinding.WindowIsShort)]
    [InlineData(-10, 0.5, PreFlightFinding.WindowIsShort)]
    [InlineData(-10, 0, PreFlightFinding.WindowIsOver)]
    public void PreFlight_WhenAWindowIsGiven_JudgesIt(double opensMinutes, double closesMinutes, PreFlightFinding finding)
    {
        StoreTime now = StoreTime.From(TestCampaigns.Noon);
        Campaign campaign = new()
        {
            Key = Guid.NewGuid(), Slug = "s", Name = "S", OpensAt = now + TimeSpan.FromMinutes(opensMinutes), ClosesAt = now + TimeSpan.FromMinutes(closesMinutes),
        };
        Assert.Equal(finding, PreFlight.WindowOf(campaign, now));
    }

    [Fact]
    public void SystemAlarms_WhenSomethingIsIll_SayOneSentenceEach()
    {
        Assert.Empty(SystemAlarms.Of(Well));
        Assert.Single(SystemAlarms.Of(Well with { StoreTook = null, ClockOffset = null }));
        Assert.Single(SystemAlarms.Of(Well with { Store = StoreCondition.Refused }));
        Assert.Single(SystemAlarms.Of(Well with { DatabaseTook = null }));
        Assert.Single(SystemAlarms.Of(Well with { DrainAge = TimeSpan.FromSeconds(5.1) }));
        Assert.Empty(SystemAlarms.Of(Well with { DrainAge = TimeSpan.FromSeconds(5) }));
        Assert.Single(SystemAlarms.Of(Well with { IsSchedulerRunning = false }));
        Assert.Single(SystemAlarms.Of(Well with { ClockOffset = TimeSpan.FromSeconds(1.1) }));
        Assert.Equal(2, SystemAlarms.Of(Well with { Durability = new("no append-only file", false, true) }).Count);
        Assert.Empty(SystemAlarms.Of(Well with { Durability = StoreDurability.Unknown }));
        StoreVitals well = new(UsedBytes: 80, MaxBytes: 100, IsWriteFailing: false, Replicas: 2, ReplicasMin: 1);
        Assert.Empty(SystemAlarms.Of(Well with { Vitals = well }));
        Assert.Empty(SystemAlarms.Of(Well with { Vitals = well with { UsedBytes = 1_000, MaxBytes = 0, ReplicasMin = null } }));
        Assert.Contains("81", Assert.Single(SystemAlarms.Of(Well with { Vitals = well with { UsedBytes = 81 } })), StringComparison.Ordinal);
        Assert.Single(SystemAlarms.Of(Well with { Vitals = well with { IsWriteFailing = true } }));
        Assert.Single(SystemAlarms.OfWhatServes(Well with { EndedWebhooks = 1 }));
        Assert.Single(SystemAlarms.OfWhatServes(Well with { DatabaseTook = null, AwaitsNoReplica = true, Vitals = well with { ReplicasMin = 0 } }));
        Assert.Empty(SystemAlarms.OfWhatServes(Well with { Vitals = well with { ReplicasMin = 0 } }));
    }

    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public void PreFlightTexts_OfEveryFinding_SaySomethingOfTheirOwn(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        PreFlightFinding[] all = Enum.GetValues<PreFlightFinding>();
        Assert.Equal(all.Length, all.Select(finding => PreFlightTexts.Of(finding, Well)).Distinct().Count());
        Assert.Equal(5, all.Select(PreFlightTexts.Subject).Distinct().Count());
        Assert.All(all, finding => Assert.NotEmpty(PreFlightTexts.Word(new PreFlightLine(finding).Grade)));
    }
}
