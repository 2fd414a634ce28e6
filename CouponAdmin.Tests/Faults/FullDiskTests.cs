using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>The disk under Redis's append-only file is full: a clear refusal, never a wrong answer, and nothing lost when there is space again (P11).</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const int AsksMax = 2_000;

    /// <summary>A small disk of its own where root may mount one; a limit on the file's size everywhere.</summary>
    public static TheoryData<string> Present => SmallDisk.CanMount ? ["tmpfs", "limit"] : ["limit"];

    [Theory, MemberData(nameof(Present))]
    public async Task Claim_WhenTheStoresDiskIsFull_IsRefusedClearlyAndNothingIsLostAfterwards(string kind)
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        int acknowledged = 0;
        for (int round = 0; round < plan.Count; round++)
        {
            acknowledged += await FillAsync(kind);
        }

        plan.Report(output, "P11", $"disk of the append-only file full ({kind})", $"{acknowledged} acknowledged, 0 lost, refusals only store-unavailable");
    }

    /// <summary>One sale on a server of its own whose disk fills up; gives how many claims were acknowledged.</summary>
    private static async Task<int> FillAsync(string kind)
    {
        await using SmallDisk? disk = kind == "tmpfs" ? await SmallDisk.MountAsync(megabytes: 2) : null;
        await using RedisServer server = await RedisServer.StartAsync("always", disk is null ? [] : ["--dir", disk.Path]);
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = server.ConnectionString, Quantity = AsksMax });
        ClaimHistory history = new();
        int asked = await AskUntilAsync(sale, history, from: 0, (answer, number) => number == 60);
        await sale.DrainAsync();
        asked = await AskUntilAsync(sale, history, asked, (answer, number) => number == 90);
        if (disk is not null)
        {
            disk.Fill();
        }
        else
        {
            await FileSizeLimit.SetAsync(server.ProcessId, new FileInfo(Assert.Single(Directory.GetFiles(Path.Combine(server.DataDirectory, "appendonlydir"), "*.incr.aof"))).Length + 2_000);
        }

        // The last page may still take some claims; then each one is refused in clear words.
        int full = await AskUntilAsync(sale, history, asked, (answer, _) => answer.Outcome == ClaimOutcome.StoreUnavailable);
        ClaimAnswer[] refused = await sale.ClaimAllAsync(TestMembers.Take(20, from: full + 1));
        Assert.All(refused, a => Assert.Equal(ClaimOutcome.StoreUnavailable, a.Outcome));

        disk?.Free();
        await server.KillAsync();
        await server.StartAgainAsync();
        string[] everybody = [.. TestMembers.Take(full + 20)];
        await Eventually.HoldsAsync(
            () => Task.WhenAll(everybody.Select(m => history.AskAsync(m, () => sale.ClaimAsync(m)))),
            answers => answers.All(a => a.Outcome is ClaimOutcome.Queued or ClaimOutcome.Known),
            TimeSpan.FromSeconds(20));
        await Eventually.HoldsAsync(() => DrainedAsync(sale), issued => issued == full + 20, TimeSpan.FromSeconds(20));
        Assert.Empty(PromiseOracle.Broken(await SaleEvidence.OfAsync(sale, history)));
        return history.Acknowledged.Count;
    }

    // The drainer's own connection may come back later than that of the claims: until then a drain finds no store, and the next one tries again.
    private static async Task<int> DrainedAsync(TestSale sale)
    {
        await sale.DrainAsync();
        return (await sale.RowAsync()).Issued;
    }

    /// <summary>Asks one new member after the other; gives how many have asked in all.</summary>
    private static async Task<int> AskUntilAsync(TestSale sale, ClaimHistory history, int from, Func<ClaimAnswer, int, bool> isEnough)
    {
        for (int number = from + 1; number <= AsksMax; number++)
        {
            string member = TestMembers.Name(number);
            ClaimAnswer answer = await history.AskAsync(member, () => sale.ClaimAsync(member));
            Assert.True(answer.Outcome is ClaimOutcome.Queued or ClaimOutcome.StoreUnavailable, $"{member}: {answer.Outcome}");
            if (isEnough(answer, number))
            {
                return number;
            }
        }

        throw new InvalidOperationException($"Not within {AsksMax} claims.");
    }
}
