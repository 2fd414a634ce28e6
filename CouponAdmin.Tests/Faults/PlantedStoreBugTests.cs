using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>The oracle on trial with stores that break their word: no commit-wait, no atomic scripts, no <c>always</c>, and a log that lost its end.</summary>
public sealed class PlantedStoreBugTests(ITestOutputHelper output)
{
    private const int Members = 50;

    /// <summary>What stands on disk at a moment is what a kill -9 at that moment leaves: the copy is the store after the kill.</summary>
    [Theory, InlineData(true, 0), InlineData(false, Members)]
    public async Task Oracle_WhenTheEmbeddedStoreDoesNotWaitForItsLog_SeesTheLostClaims(bool waits, int lost)
    {
        await using TestGarnet garnet = TestGarnet.Start(waits ? [] : [("--aof-commit-wait", "false"), ("--aof-commit-freq", "60000")]);
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = garnet.ConnectionString, Quantity = Members });
        ClaimHistory history = await ClaimedAsync(sale);
        using TestDirectory copy = new("killed");
        await ChildProcess.RunAsync(new ChildCommand("/bin/cp", "-r", garnet.DataDirectory + "/.", copy.Path));

        await using TestGarnet after = TestGarnet.Start([], copy.Path);
        await using TestInstance successor = await TestInstance.StartAsync(after.ConnectionString, sale.Database, new IssuanceOptions());
        await sale.DrainAsync(successor);

        Assert.Equal(lost, LostOf(await EvidenceAsync(sale, successor, history)));
    }

    [Fact]
    public async Task Oracle_WhenTheEmbeddedStoreRunsScriptsSideBySide_SeesWhatWasGivenTwice()
    {
        await using TestGarnet garnet = TestGarnet.Start([("--lua-transaction-mode", "false")]);
        int rounds = 0;
        IReadOnlyList<string> broken = await Eventually.HoldsAsync(
            async () =>
            {
                rounds++;
                return await RaceAsync(garnet.ConnectionString);
            },
            found => found.Count > 0,
            TimeSpan.FromSeconds(60));
        output.WriteLine($"seen after {rounds} rounds: {broken[0]} and {broken.Count - 1} more");

        // The product itself doesn't get that far.
        await Assert.ThrowsAsync<StoreNotAtomicException>(() => Eventually.HoldsAsync(
            async () =>
            {
                await StoreSelfTest.RunAsync(StoreConfiguration.Parse(garnet.ConnectionString), CancellationToken.None);
                return false;
            },
            refused => refused,
            TimeSpan.FromSeconds(60)));
    }

    /// <summary>The negative control of P2: the end of the append-only file, which <c>everysec</c> had not flushed, is gone after the restart.</summary>
    [Fact]
    public async Task Oracle_WhenRedisDidNotFlushItsLog_SeesTheLostClaims()
    {
        await using RedisServer server = await RedisServer.StartAsync("everysec");
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = server.ConnectionString, Quantity = Members });
        ClaimHistory history = await ClaimedAsync(sale);
        Assert.Equal(0, LostOf(await SaleEvidence.OfAsync(sale, history) with { Rows = await WouldBeRowsAsync(sale) }));

        await server.KillAsync();
        string log = Assert.Single(Directory.GetFiles(Path.Combine(server.DataDirectory, "appendonlydir"), "*.incr.aof"));
        Cut(log, keep: 0.6);
        await server.StartAgainAsync();
        await using TestInstance successor = await TestInstance.StartAsync(server.ConnectionString, sale.Database, new IssuanceOptions());
        await sale.DrainAsync(successor);

        int lost = LostOf(await EvidenceAsync(sale, successor, history));
        Assert.InRange(lost, 1, Members - 1);
        output.WriteLine($"{lost} of {Members} acknowledged claims lost, and seen");
    }

    /// <summary>A schedule that broke an earlier draft: the log is shorter than what was acknowledged, and the store starts on it without a word.</summary>
    [Fact]
    public async Task Sale_WhenTheEmbeddedLogIsTruncated_KeepsEveryRowAndGivesNoUnitTwice()
    {
        const int Recorded = 60, Queued = 40, Quantity = 90;
        using TestDirectory directory = new("truncated");
        TestGarnet garnet = TestGarnet.Start([], directory.Path);
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = garnet.ConnectionString, Quantity = Quantity });
        await sale.ClaimAllAsync(TestMembers.Take(Recorded));
        await sale.DrainAsync();
        List<IssuanceRecord> before = await sale.RowsAsync();
        await sale.ClaimAllAsync(TestMembers.Take(Queued, from: Recorded + 1));
        await garnet.DisposeAsync();
        Cut(Path.Combine(directory.Path, "store", "AOF", "aof.log.0"), keep: 0.5);

        await using TestGarnet shorter = TestGarnet.Start([], directory.Path);
        await using TestInstance successor = await TestInstance.StartAsync(shorter.ConnectionString, sale.Database, new IssuanceOptions());
        IDatabase store = successor.Get<StoreConnections>().Draining;
        Assert.InRange(await store.SortedSetLengthAsync(sale.Keys.Queue), 0, Recorded + Queued - 1);
        await sale.CheckBooksAsync(successor);
        ClaimHistory history = new();
        foreach (string member in TestMembers.Take(Recorded + Queued + 20))
        {
            await history.AskAsync(member, () => sale.ClaimAsync(member, successor));
        }

        await sale.DrainAsync(successor);
        SaleEvidence evidence = await EvidenceAsync(sale, successor, history);
        Assert.Empty(PromiseOracle.Broken(evidence));
        Assert.Equal(Quantity, evidence.Books.Issued);
        Assert.Equal(before.Select(r => (r.Member, r.Ticket, r.Code)), evidence.Rows.Take(Recorded).Select(r => (r.Member, r.Ticket, r.Code)));
    }

    private static async Task<ClaimHistory> ClaimedAsync(TestSale sale)
    {
        ClaimHistory history = new();
        foreach (string member in TestMembers.Take(Members))
        {
            ClaimAnswer answer = await history.AskAsync(member, () => sale.ClaimAsync(member));
            Assert.Equal(ClaimOutcome.Queued, answer.Outcome);
        }

        return history;
    }

    // Eight instances, three times as many members as units.
    private static async Task<IReadOnlyList<string>> RaceAsync(string store)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = store, Quantity = 40 });
        List<TestInstance> instances = [sale.First];
        while (instances.Count < StoreSelfTest.Connections)
        {
            instances.Add(await sale.AddInstanceAsync());
        }

        ClaimHistory history = new();
        await Parallel.ForEachAsync(TestMembers.Take(120).Index(), new ParallelOptions { MaxDegreeOfParallelism = instances.Count }, async (asked, _) =>
            await history.AskAsync(asked.Item, () => sale.ClaimAsync(asked.Item, instances[asked.Index % instances.Count])));
        await sale.DrainAsync();
        return PromiseOracle.Broken(await SaleEvidence.OfAsync(sale, history));
    }

    private static int LostOf(SaleEvidence evidence) => PromiseOracle.Broken(evidence).Count(sentence => sentence.StartsWith("P1 ", StringComparison.Ordinal));

    // The queue as it would be recorded: what was acknowledged is all there before the fault.
    private static async Task<IReadOnlyList<IssuanceRecord>> WouldBeRowsAsync(TestSale sale) =>
    [
        .. (await sale.QueueAsync()).Select(e => new IssuanceRecord { CampaignId = sale.Id, Member = (string)e.Element!, Ticket = (long)e.Score, Status = ClaimStatus.Issued }),
    ];

    private static async Task<SaleEvidence> EvidenceAsync(TestSale sale, TestInstance instance, ClaimHistory history)
    {
        SortedSetEntry[] queue = await instance.Get<StoreConnections>().Draining.SortedSetRangeByRankWithScoresAsync(sale.Keys.Queue);
        return new SaleEvidence(history, await sale.RowAsync(), await sale.RowsAsync())
        {
            Admitted = queue.Length,
            Queue = [.. queue.Select(e => new QueuedTicket((string)e.Element!, (long)e.Score))],
        };
    }

    private static void Cut(string file, double keep)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Write);
        stream.SetLength((long)(stream.Length * keep));
    }
}
