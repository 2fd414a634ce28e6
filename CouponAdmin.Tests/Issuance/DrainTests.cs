using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Issuance;

/// <summary>From the queue to rows: once, in order, whoever else drains and wherever it stops.</summary>
public sealed class DrainTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Drain_WhileAFailOverSettles_WaitsUntilEveryClaimIsBack(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        await sale.ClaimAllAsync(["a", "b"]);

        long later = (await sale.CountsAsync()).Now.Microseconds + 3_600_000_000;
        await sale.Store.HashSetAsync(sale.Keys.Progress, "settles_us", later);
        await sale.DrainAsync();
        Assert.Empty(await sale.RowsAsync());

        await sale.Store.HashSetAsync(sale.Keys.Progress, "settles_us", 1);
        await sale.DrainAsync();
        Assert.Equal(2, (await sale.RowsAsync()).Count);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenManyWait_NumbersThemInTheOrderOfTheirTickets(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(
            new TestSaleOptions { Store = store, Database = database, Quantity = 500, Issuance = new IssuanceOptions { DrainBatchSize = 70 } });
        ClaimAnswer[] answers = await sale.ClaimAllAsync(TestMembers.Take(500));
        await sale.DrainAsync();

        List<IssuanceRecord> rows = await sale.RowsAsync();
        Assert.Equal(Enumerable.Range(1, 500), rows.Select(r => r.Number!.Value));
        Assert.Equal(answers.Select(a => a.Ticket).Order(), rows.Select(r => r.Ticket));
        CampaignCounts counts = await sale.CountsAsync();
        Assert.Equal((rows[^1].Ticket, 500, 0), (counts.Watermark, counts.Recorded, counts.QueueDepth));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenTwoInstancesDrainAtOnce_RecordsEachClaimOnce(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(
            new TestSaleOptions { Store = store, Database = database, Quantity = 1_000, Issuance = new IssuanceOptions { DrainBatchSize = 7 } });
        TestInstance second = await sale.AddInstanceAsync();

        for (int round = 0; round < 15; round++)
        {
            Task<ClaimAnswer[]> claims = sale.ClaimAllAsync(TestMembers.Take(20, from: (round * 20) + 1));
            await Task.WhenAll(claims, sale.DrainAsync(), sale.DrainAsync(second), sale.DrainAsync(), sale.DrainAsync(second));
        }

        await sale.DrainAsync();
        Assert.Equal(300, (await sale.RowAsync()).Issued);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Record_WhenAnotherDrainerReadTheSameRowAndWasFirst_CommitsNothing(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        await sale.ClaimAllAsync(["a", "b"]);
        Campaign seen = await sale.RowAsync();
        List<QueuedClaim> shorter = await SliceAsync(sale);
        await sale.ClaimAllAsync(["c", "d"]);
        List<QueuedClaim> longer = await SliceAsync(sale);

        // Both would number from the same count; the longer slice also holds claims that the first drainer never saw.
        Assert.Equal(2, (await RecordAsync(sale, seen, shorter))!.Rows);
        Assert.Null(await RecordAsync(sale, seen, longer));

        await sale.DrainAsync();
        Assert.Equal([1, 2, 3, 4], (await sale.RowsAsync()).Select(r => r.Number!.Value));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenItEndedBetweenCommitAndTheStoresCopy_IsMendedByTheNext(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        ClaimAnswer claim = await sale.ClaimAsync("a");
        Assert.NotNull(await RecordAsync(sale, await sale.RowAsync(), await SliceAsync(sale)));
        Assert.Equal(0, (await sale.CountsAsync()).Watermark);

        await sale.DrainAsync();
        CampaignCounts counts = await sale.CountsAsync();
        Assert.Equal((claim.Ticket, 1), (counts.Watermark, counts.Recorded));
        Assert.Equal(ClaimStatus.Issued, (await sale.ClaimAsync("a")).Claim!.Status);
        await sale.ClaimAsync("b");
        await sale.DrainAsync();
        Assert.Equal([1, 2], (await sale.RowsAsync()).Select(r => r.Number!.Value));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenTheStoresCopyOfTheWatermarkIsGone_RecordsNothingTwice(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        await sale.ClaimAllAsync(["a", "b"]);
        await sale.DrainAsync();
        List<IssuanceRecord> before = await sale.RowsAsync();

        await sale.LoseAsync(sale.Keys.Progress);
        await sale.ClaimAsync("c");
        await sale.DrainAsync();
        await sale.DrainAsync();

        List<IssuanceRecord> after = await sale.RowsAsync();
        Assert.Equal(before.Select(r => (r.Member, r.Number, r.Code)), after.Take(2).Select(r => (r.Member, r.Number, r.Code)));
        Assert.Equal(3, after.Count);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenItReadBeforeTheStoreWasLost_CannotCommit(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 2, database);
        await sale.ClaimAsync("recorded");
        await sale.DrainAsync();
        await sale.ClaimAsync("lost");
        Campaign seen = await sale.RowAsync();
        List<QueuedClaim> slice = await SliceAsync(sale);

        await sale.LoseAsync();
        await sale.CheckBooksAsync();
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("after the loss")).Outcome);

        Assert.Null(await RecordAsync(sale, seen, slice));
        await sale.DrainAsync();
        Assert.Equal(["recorded", "after the loss"], (await sale.RowsAsync()).Select(r => r.Member));
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenAThousandWereLetInForNineHundredAndNinety_RefusesTheLastTen(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 990, database);
        long first = await sale.NowUsAsync();
        await sale.PlantAsync([.. TestMembers.Take(1_000).Select((m, i) => (m, first + i))]);
        await sale.DrainAsync();

        List<IssuanceRecord> rows = await sale.RowsAsync();
        Assert.All(rows.Take(990), r => Assert.Equal(ClaimStatus.Issued, r.Status));
        Assert.All(rows.Skip(990), r => Assert.Equal((ClaimStatus.Refused, null, null), (r.Status, r.Number, r.Code)));
        CampaignCounts counts = await sale.CountsAsync();
        Assert.Equal((10, 0), (counts.Void, counts.Remaining));
        Assert.Equal(ClaimOutcome.Refused, (await sale.ClaimAsync(TestMembers.Name(1_000))).Outcome);
        Assert.Equal(ClaimOutcome.SoldOut, (await sale.ClaimAsync("late")).Outcome);
        await SaleOracle.HoldsAsync(sale);
    }

    // Nobody above the watermark is looked up before the insert; where the database's story is another one, the indexes find the rows.
    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Drain_WhenTheWatermarkIsBelowRowsThatStand_RecordsTheNewAlone(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        await sale.ClaimAllAsync(["a", "b", "c"]);
        await sale.DrainAsync();
        List<IssuanceRecord> before = await sale.RowsAsync();

        await sale.ExecuteSqlAsync($"UPDATE campaigns SET \"Watermark\" = {before[0].Ticket}");
        await sale.ClaimAllAsync(["d", "e"]);
        await sale.DrainAsync();

        List<IssuanceRecord> after = await sale.RowsAsync();
        Assert.Equal([1, 2, 3, 4, 5], after.Select(r => r.Number!.Value));
        Assert.Equal(before.Select(r => (r.Member, r.Number, r.Code)), after.Take(3).Select(r => (r.Member, r.Number, r.Code)));
        Assert.Equal(after[^1].Ticket, (await sale.RowAsync()).Watermark);
        await SaleOracle.HoldsAsync(sale);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Drain_WhenAnotherInstanceHoldsTheLease_LeavesItTheWork(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        await sale.ClaimAsync("a");
        await sale.Store.StringSetAsync(sale.Keys.Drainer, "another:1", TimeSpan.FromMinutes(1));

        await sale.DrainAsync();
        Assert.Empty(await sale.RowsAsync());
        Assert.Equal("another:1", (await sale.CountsAsync()).Drainer);
        await sale.LoseAsync(sale.Keys.Drainer);
        await sale.DrainAsync();
        Assert.Single(await sale.RowsAsync());
        Assert.Equal(sale.First.Get<DrainLease>().Owner, (await sale.CountsAsync()).Drainer);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Read_WhenTheClaimsAreFarAboveTheWatermark_AsksTheStoreOnce(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        await sale.ClaimAllAsync(TestMembers.Take(5));
        long last = (await sale.CountsAsync()).LastTicket;
        IConnectionMultiplexer connection = sale.Store.Multiplexer;
        long before = connection.OperationCount;

        List<QueuedClaim> slice = await sale.First.Get<QueueReader>().ReadAsync(sale.Keys.Campaign, above: 0, last, take: 1_000);

        // A server that doesn't know the script yet is asked twice; the rest is the connection's own.
        Assert.InRange(connection.OperationCount - before, 1, 5);
        Assert.Equal((5, last), (slice.Count, slice[^1].Ticket));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Read_WhenMoreWaitThanASliceHolds_GivesTheFirstInOrder(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        (string Member, long Ticket)[] rush =
            [.. Enumerable.Range(0, QueueReader.SliceClaimsMax * 3).Select(i => ($"member {i}", 1_800_000_000_000_000 + (i * 10L) + (i % 3)))];
        await sale.PlantAsync(rush);
        QueueReader queue = sale.First.Get<QueueReader>();

        Assert.Equal(rush[..1], await ReadAsync(above: 0, take: 1));
        Assert.Equal(rush[..5_000], await ReadAsync(above: 0, take: 5_000));
        Assert.Equal(rush[8_000..], await ReadAsync(rush[7_999].Ticket, take: rush.Length));
        Assert.Empty(await ReadAsync(rush[^1].Ticket, take: 1));

        async Task<(string Member, long Ticket)[]> ReadAsync(long above, int take) =>
            [.. (await queue.ReadAsync(sale.Keys.Campaign, above, rush[^1].Ticket, take)).Select(claim => (claim.Member, claim.Ticket))];
    }

    private static async Task<List<QueuedClaim>> SliceAsync(TestSale sale) =>
        await sale.First.Get<QueueReader>().ReadAsync(sale.Keys.Campaign, (await sale.RowAsync()).Watermark, (await sale.CountsAsync()).LastTicket, take: 1_000);

    private static async Task<DrainedSlice?> RecordAsync(TestSale sale, Campaign seen, List<QueuedClaim> slice) =>
        await sale.First.Get<DrainTransaction>().RecordAsync(seen, slice, new StoreTime(await sale.NowUsAsync()), default);
}
