using CouponAdmin.Core.Database;
using CouponAdmin.Core.EventLog;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Tests.Redemptions;

namespace CouponAdmin.Tests.Events;

/// <summary>The event log: everything that happened, once, in the order in which it happened.</summary>
public sealed class EventLogTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Log_WhenThingsHappen_TellsEachOnceAndInOrder(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 2, database);
        TestTill till = new(sale);
        await sale.ClaimAllAsync(["a", "b"]);
        await sale.DrainAsync();
        TestSale.Require(await sale.RevokeAsync(await NumberOfAsync(sale, "a"), returnUnit: true));
        RedemptionView use = TestTill.Done(await till.RedeemAsync(await till.CodeOfAsync("b"), "key"));
        TestSale.Require(await till.RollBackAsync(use.Id));
        TestSale.Require(await sale.SetQuantityAsync(5));
        await sale.ClaimAsync("c");
        await sale.DrainAsync();
        TestSale.Require(await sale.PauseAsync());

        IReadOnlyList<EventView> events = await ReadAllAsync(sale);

        Assert.Equal(
            ["campaign.changed", "coupon.issued", "coupon.issued", "coupon.revoked", "coupon.redeemed", "coupon.rolled_back", "campaign.changed", "coupon.issued", "campaign.changed"],
            events.Select(e => e.Type));
        Assert.Equal(Enumerable.Range(1, 9).Select(i => (long)i), events.Select(e => e.Id));
        Assert.All(events, e => Assert.Equal(sale.Slug, e.Campaign));
        Assert.Equal(["publish-campaign", "change-quantity", "pause-campaign"], events.Select(e => e.Change?.Action).OfType<string>());
        Assert.Equal((5, true), (events[^1].Change!.Quantity, events[^1].Change!.IsPaused));
        IssuanceRecord row = await sale.RowOfAsync("c");
        Assert.Equal(new EventCoupon(3, row.Code!, "c", (row.RecordedAt + TimeSpan.FromDays(30)).ToDateTimeOffset()), events[7].Coupon);
        Assert.Equal((true, "a"), (events[3].UnitReturned, events[3].Coupon!.MemberId));
        Assert.Equal(new EventRedemption(use.OrderId, use.OrderAmount, use.Discount, use.Currency), events[4].Redemption);
        Assert.Equal(events, await ReadAllAsync(sale, pageSize: 2));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Log_WhenTwoInstancesNumberWhileEverythingHappens_HasEachEventOnceAfterWhatItNeeds(DatabaseProvider database)
    {
        const int members = 300;
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, members, database);
        TestTill till = new(sale);
        TestInstance second = await sale.AddInstanceAsync();
        using CancellationTokenSource over = new();
        Task[] numberers = [.. new[] { sale.First, second }.Select(instance => Task.Run(() => KeepNumberingAsync(instance, over.Token)))];

        foreach (string[] some in TestMembers.Take(members).Chunk(50))
        {
            await sale.ClaimAllAsync(some);
            await sale.DrainAsync();
            string[] codes = [.. await Task.WhenAll(some.Take(20).Select(till.CodeOfAsync))];
            RedemptionAnswer[] answers = await Task.WhenAll(codes.Select((code, i) => Task.Run(() => till.RedeemAsync(code, $"key-{code}", at: i % 2 == 0 ? sale.First : second))));
            Assert.All(answers, answer => TestTill.Done(answer));
            TestSale.Require(await sale.RevokeAsync(await NumberOfAsync(sale, some[^1]), returnUnit: false, second));
        }

        await over.CancelAsync();
        await Task.WhenAll(numberers);
        IReadOnlyList<EventView> events = await ReadAllAsync(sale, pageSize: 37);

        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Id));
        Assert.Equal(Enumerable.Range(1, members), events.Where(e => e.Type == "coupon.issued").Select(e => e.Coupon!.Number));
        Assert.Equal((120, 6), (events.Count(e => e.Type == "coupon.redeemed"), events.Count(e => e.Type == "coupon.revoked")));
        HashSet<int> issued = [];
        Assert.All(events.Where(e => e.Coupon is not null), e => Assert.True(e.Type == "coupon.issued" ? issued.Add(e.Coupon!.Number) : issued.Contains(e.Coupon!.Number)));
    }

    [Fact]
    public async Task Erasure_WhenAMemberIsErased_TellsTheCouponsAndNoEventNamesThemAnyMore()
    {
        await using TestSale sale = await TestTill.OpenAsync(DatabaseProvider.Sqlite, "gone", "stays");
        TestSale.Require(await sale.CloseAsync());
        await sale.DrainAsync();
        await ReadAllAsync(sale);

        string erased = TestSale.Require(await sale.First.Get<EraseMember>().ExecuteAsync("gone", "asked", TestSale.Operator, default));

        IReadOnlyList<EventView> events = await ReadAllAsync(sale);
        Assert.Equal(("coupon.erased", erased), (events[^1].Type, events[^1].Coupon!.MemberId));
        Assert.DoesNotContain(events, e => e.Coupon?.MemberId == "gone");
        Assert.Contains(events, e => e.Type == "coupon.issued" && e.Coupon!.MemberId == erased);
    }

    [Fact]
    public async Task Feed_WhenNothingIsNew_WaitsForTheNextEventAndKnowsACursorOfAnotherLog()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded);
        EventFeed feed = sale.First.Get<EventFeed>();
        long last = (await ReadAllAsync(sale))[^1].Id;
        sale.First.Get<EventSignal>().Raise(last);
        Assert.Null(await feed.ReadAsync(last + 1, 10, EventFeed.WaitMax, default, default));

        using CancellationTokenSource end = new();
        Task<EventPage?> cut = feed.ReadAsync(last, 10, EventFeed.WaitMax, end.Token, default);
        await end.CancelAsync();
        EventPage empty = (await cut)!;
        Assert.Equal((0, last), (empty.Items.Count, empty.Next));

        Task<EventPage?> waiting = feed.ReadAsync(last, 10, EventFeed.WaitMax, default, default);
        TestSale.Require(await sale.PauseAsync());
        Assert.False(waiting.IsCompleted);
        sale.First.Get<EventSignal>().Raise(await sale.First.Get<EventNumberer>().NumberAsync(isThorough: false, default));
        EventPage page = (await waiting)!;
        Assert.Equal((last + 1, "pause-campaign"), (page.Next, Assert.Single(page.Items).Change!.Action));
    }

    private static async Task<int> NumberOfAsync(TestSale sale, string member) => (await sale.RowOfAsync(member)).Number!.Value;

    private static async Task KeepNumberingAsync(TestInstance instance, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await instance.Get<EventNumberer>().NumberAsync(isThorough: false, CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<EventView>> ReadAllAsync(TestSale sale, int pageSize = EventReader.PageSizeMax)
    {
        await sale.First.Get<EventNumberer>().NumberAsync(isThorough: true, default);
        List<EventView> events = [];
        for (long after = 0; ;)
        {
            EventPage page = await sale.First.Get<EventReader>().PageAsync(after, pageSize, default);
            if (page.Items.Count == 0)
            {
                return events;
            }

            events.AddRange(page.Items);
            after = page.Next;
        }
    }
}
