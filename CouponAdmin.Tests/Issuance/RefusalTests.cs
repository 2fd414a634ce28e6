using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance;

/// <summary>Every answer that isn't a ticket, and that none is mistaken for another.</summary>
public sealed class RefusalTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenTheWindowOpens_IsAdmittedFromThatMomentOn(StoreKind store)
    {
        (TestSale sale, ClaimAnswer early) = await TestSale.OpenBeforeAsync(
            TimeSpan.FromMilliseconds(700), ClaimOutcome.NotOpenYet, "a", edge => new TestSaleOptions { Store = store, OpensIn = edge });
        await using TestSale ended = sale;
        StoreTime opens = (await sale.RowAsync()).OpensAt;
        Assert.Equal((ClaimOutcome.NotOpenYet, opens), (early.Outcome, early.OpensAt));

        ClaimAnswer admitted = await Eventually.HoldsAsync(() => sale.ClaimAsync("a"), a => a.Outcome != ClaimOutcome.NotOpenYet);
        Assert.Equal(ClaimOutcome.Queued, admitted.Outcome);
        Assert.True(admitted.Ticket >= opens.Microseconds, "admitted before the opening");
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenTheWindowCloses_IsRefusedFromThatMomentOn(StoreKind store)
    {
        (TestSale sale, ClaimAnswer first) = await TestSale.OpenBeforeAsync(
            TimeSpan.FromMilliseconds(1_500), ClaimOutcome.Queued, "first", edge => new TestSaleOptions { Store = store, Quantity = 100_000, ClosesIn = edge });
        await using TestSale ended = sale;
        StoreTime closes = (await sale.RowAsync()).ClosesAt;
        int member = 0;

        await Eventually.HoldsAsync(() => sale.ClaimAsync(TestMembers.Name(++member)), a => a.Outcome == ClaimOutcome.Closed);

        Assert.Equal(ClaimOutcome.Queued, first.Outcome);
        Assert.All(await sale.QueueAsync(), e => Assert.True(e.Score < closes.Microseconds, "admitted after the closing"));
        Assert.True(await sale.NowUsAsync() >= closes.Microseconds, "refused before the closing");
        Assert.Equal(ClaimOutcome.Known, (await sale.ClaimAsync("first")).Outcome);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenPausedClosedOrSoldOut_SaysWhichAndClosedGoesFirst(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 1);

        TestSale.Require(await sale.PauseAsync());
        Assert.Equal(ClaimOutcome.Paused, (await sale.ClaimAsync("a")).Outcome);
        TestSale.Require(await sale.ResumeAsync());
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("a")).Outcome);
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("b")).Outcome);
        TestSale.Require(await sale.PauseAsync());
        Assert.Equal(ClaimOutcome.Paused, (await sale.ClaimAsync("b")).Outcome);
        TestSale.Require(await sale.CloseAsync());
        Assert.Equal(ClaimOutcome.Closed, (await sale.ClaimAsync("b")).Outcome);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenTheCampaignIsUnknownOrADraft_SaysUnknown(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        string draft = "draft-" + sale.Slug;
        TestSale.Require(await sale.First.Get<CreateCampaign>().ExecuteAsync(
            new TestSaleOptions().Draft(draft, TimeProvider.System.GetUtcNow()), TestSale.Operator, default));

        Assert.Equal(ClaimOutcome.UnknownCampaign, (await sale.First.Desk.ClaimAsync(draft, "a", default)).Outcome);
        Assert.Equal(ClaimOutcome.UnknownCampaign, (await sale.First.Desk.ClaimAsync("no-such-sale", "a", default)).Outcome);
        Assert.Equal(ClaimOutcome.UnknownCampaign, (await sale.First.Desk.ClaimAsync(new string('x', 10_000), "a", default)).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public async Task Claim_WhenTheMembersIdBreaksTheRule_IsWrongUse(string member)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        await Assert.ThrowsAsync<ArgumentException>(() => sale.ClaimAsync(member));
        await Assert.ThrowsAsync<ArgumentException>(() => sale.ClaimAsync(new string('a', MemberId.LengthMax + 1)));
        await Assert.ThrowsAsync<ArgumentException>(() => sale.ClaimAsync("half a pair \ud800"));
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Claim_WhenIdsAreLongForeignOrDifferByCase_KeepsThemApart(StoreKind store, Core.Database.DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 20, database);
        string[] members = ["a", "A", "á", "a\u0301", "회원-1", "😀", "a b", "a'b\"c\\d", "ß", "ss", new('x', MemberId.LengthMax), new('가', MemberId.LengthMax)];

        Assert.All(await sale.ClaimAllAsync(members), a => Assert.Equal(ClaimOutcome.Queued, a.Outcome));
        await sale.DrainAsync();

        Assert.Equal(members.Order(StringComparer.Ordinal), (await sale.RowsAsync()).Select(r => r.Member).Order(StringComparer.Ordinal));
        Assert.All(await sale.ClaimAllAsync(members), a => Assert.Equal(ClaimStatus.Issued, a.Claim!.Status));
        await SaleOracle.HoldsAsync(sale);
    }
}
