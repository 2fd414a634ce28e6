using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Issuance;

/// <summary>A campaign that isn't in the store: warmed once, and never taken for sold out.</summary>
public sealed class ColdCampaignTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenTwoHundredFindTheCampaignCold_WarmsItOnce(StoreKind store)
    {
        TestWarmer warmings = new();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = store,
            Quantity = 1_000,
            More = services => services.AddSingleton<ICampaignWarmer>(p => warmings.Around(p.GetRequiredService<CampaignWarmer>())),
        });
        await sale.LoseAsync();
        warmings.Hold();

        Task<ClaimAnswer[]> claims = sale.ClaimAllAsync(TestMembers.Take(200));
        await warmings.BegunAsync();
        warmings.Release();

        Assert.All(await claims, a => Assert.Equal(ClaimOutcome.Queued, a.Outcome));
        Assert.Equal(1, warmings.Count);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenWarmingTakesLongerThanTheDeadline_SaysNotReadyWithinIt(StoreKind store)
    {
        TestWarmer warmings = new();
        TimeSpan timeout = TimeSpan.FromSeconds(1);
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = store,
            Issuance = new IssuanceOptions { ClaimTimeout = timeout },
            More = services => services.AddSingleton<ICampaignWarmer>(p => warmings.Around(p.GetRequiredService<CampaignWarmer>())),
        });
        await sale.LoseAsync();
        warmings.Hold();

        ClaimAnswer[] answers = await sale.ClaimAllAsync(TestMembers.Take(20)).WaitAsync(timeout * 10);
        warmings.Release();

        Assert.All(answers, a => Assert.Equal(ClaimOutcome.NotReady, a.Outcome));
        await Eventually.HoldsAsync(() => sale.ClaimAsync("a"), a => a.Outcome is ClaimOutcome.Queued or ClaimOutcome.Known);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenTheFactsAreGone_WarmsAndKeepsEveryTicket(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 4);
        ClaimAnswer[] before = await sale.ClaimAllAsync(["a", "b"]);
        await sale.DrainAsync();
        long queued = (await sale.ClaimAsync("c")).Ticket;
        await sale.LoseAsync(sale.Keys.Facts);

        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("d")).Outcome);
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("e")).Outcome);
        await SaleOracle.KeptAsync(sale, [("a", before[0].Ticket), ("b", before[1].Ticket), ("c", queued)]);
        await sale.DrainAsync();
        Assert.Equal(0, (await sale.RowAsync()).Epoch);
        await SaleOracle.HoldsAsync(sale);
    }
}
