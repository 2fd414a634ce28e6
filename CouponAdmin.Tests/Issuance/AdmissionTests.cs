using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance;

/// <summary>Who gets a ticket, and which.</summary>
public sealed class AdmissionTests
{
    public static TheoryData<StoreKind, int> Quantities => new()
    {
        { StoreKind.Embedded, 1 }, { StoreKind.Embedded, 10 }, { StoreKind.Embedded, 100 },
        { StoreKind.Redis, 1 }, { StoreKind.Redis, 10 }, { StoreKind.Redis, 100 },
    };

    [Theory, MemberData(nameof(Quantities))]
    public async Task Claim_WhenAThousandMembersRace_AdmitsExactlyTheQuantity(StoreKind store, int quantity)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity);
        TestInstance second = await sale.AddInstanceAsync();

        ClaimAnswer[] answers = await Task.WhenAll(TestMembers.Take(1_000).Select((m, i) => sale.ClaimAsync(m, i % 2 == 0 ? sale.First : second)));

        Assert.Equal(quantity, answers.Count(a => a.Outcome == ClaimOutcome.Queued));
        Assert.Equal(1_000 - quantity, answers.Count(a => a.Outcome == ClaimOutcome.SoldOut));
        Assert.Equal(Enumerable.Range(1, quantity), answers.Where(a => a.Place > 0).Select(a => a.Place).Order());
        await sale.DrainAsync();
        Assert.Equal(quantity, (await sale.RowAsync()).Issued);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenOneMemberAsksSixtyFourTimesAtOnce_GivesOneTicket(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        TestInstance second = await sale.AddInstanceAsync();

        ClaimAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => sale.ClaimAsync("one", i % 2 == 0 ? sale.First : second)));

        Assert.Single(answers.Select(a => a.Ticket).Distinct());
        Assert.Single(answers, a => a.Outcome == ClaimOutcome.Queued);
        Assert.Equal(63, answers.Count(a => a.Outcome == ClaimOutcome.Known));
        Assert.Single(await sale.QueueAsync());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Script_WhenABatchNamesAMemberTwice_GivesBothTheSameTicket(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 2);

        Admission[] answers = await sale.First.Get<AdmissionScript>().RunAsync(sale.Keys.Campaign, ["a", "b", "a", "c", "b"]);

        Assert.Equal(
            [ClaimKind.Admitted, ClaimKind.Admitted, ClaimKind.Known, ClaimKind.SoldOut, ClaimKind.Known], answers.Select(a => a.Kind));
        Assert.Equal(answers[0].Ticket, answers[2].Ticket);
        Assert.Equal(answers[1].Ticket, answers[4].Ticket);
        Assert.Equal(answers[0].Ticket + 1, answers[1].Ticket);
        Assert.Equal(2, (await sale.QueueAsync()).Length);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenAnswersCameBeforeTheNextWasSent_HasAHigherTicket(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 1_000);
        TestInstance second = await sale.AddInstanceAsync();
        List<long> inOrder = [];

        // Waves: whoever asks in a later one asked after every answer of the earlier ones had come.
        for (int wave = 0; wave < 10; wave++)
        {
            ClaimAnswer[] answers = await Task.WhenAll(
                TestMembers.Take(20, from: (wave * 20) + 1).Select((m, i) => sale.ClaimAsync(m, i % 2 == 0 ? sale.First : second)));
            Assert.True(answers.Min(a => a.Ticket) > inOrder.LastOrDefault(), "an answered claim has a higher ticket than a later one");
            inOrder.AddRange(answers.Select(a => a.Ticket).Order());
        }

        Assert.Equal(200, inOrder.Distinct().Count());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenSomeAreRecorded_SaysPlaceAndHowManyAreAhead(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        await sale.ClaimAllAsync(["a", "b", "c"]);
        await sale.DrainAsync();
        await sale.ClaimAsync("d");

        ClaimAnswer fifth = await sale.ClaimAsync("e");

        Assert.Equal((5, 1, 10), (fifth.Place, fifth.Ahead, fifth.Quantity));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenAskedAgainAtAnyTime_GivesTheSameTicketAndTodaysStatus(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 1);
        long ticket = (await sale.ClaimAsync("a")).Ticket;

        await IsKnownAsync(ClaimStatus.Queued);
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("b")).Outcome);
        await IsKnownAsync(ClaimStatus.Queued);
        TestSale.Require(await sale.PauseAsync());
        await IsKnownAsync(ClaimStatus.Queued);
        TestSale.Require(await sale.CloseAsync());
        await IsKnownAsync(ClaimStatus.Queued);
        await sale.DrainAsync();
        MyClaim issued = await IsKnownAsync(ClaimStatus.Issued);
        Assert.Equal(1, issued.Number);
        Assert.Matches("^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$", issued.Code);

        async Task<MyClaim> IsKnownAsync(ClaimStatus status)
        {
            ClaimAnswer again = await sale.ClaimAsync("a");
            Assert.Equal((ClaimOutcome.Known, ticket, status), (again.Outcome, again.Ticket, again.Claim!.Status));
            Assert.Equal(ticket, again.Claim.Ticket);
            return again.Claim;
        }
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenTheStoresClockSteppedBack_GoesOnAboveTheLastTicket(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        long future = await sale.NowUsAsync() + 600_000_000;
        await sale.PlantAsync(("before the step", future));

        Assert.Equal(future + 1, (await sale.ClaimAsync("a")).Ticket);
        await sale.DrainAsync();

        // Now the last ticket equals the watermark: a ticket at or below it would never be drained.
        Assert.Equal(future + 1, (await sale.RowAsync()).Watermark);
        Assert.Equal(future + 2, (await sale.ClaimAsync("b")).Ticket);
        await sale.DrainAsync();
        Assert.Equal(["before the step", "a", "b"], (await sale.RowsAsync()).Select(r => r.Member));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Claim_WhenTheWatermarkIsAheadOfTheClock_GoesOnAboveIt(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        long future = await sale.NowUsAsync() + 600_000_000;
        await sale.First.Warmer.RaiseProgressAsync(sale.Keys.Campaign, future, recorded: 0);

        Assert.Equal(future + 1, (await sale.ClaimAsync("a")).Ticket);
    }
}
