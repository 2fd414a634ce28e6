using System.Diagnostics;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance;

/// <summary>A store that stands still: bounded answers, bounded memory, and no restart afterwards. On a server of the test's own.</summary>
public sealed class HungStoreTests
{
    [Fact]
    public async Task Claim_WhenTheStoreStandsStill_IsAnsweredWithinItsDeadlineAndLaterGetsATicket()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        TimeSpan timeout = TimeSpan.FromSeconds(1);
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            OwnStore = server.ConnectionString,
            Quantity = 1_000,
            Issuance = new IssuanceOptions { ClaimTimeout = timeout },
        });
        ClaimAnswer before = await sale.ClaimAsync("before");

        server.Freeze();
        long began = Stopwatch.GetTimestamp();
        ClaimAnswer[] answers = await sale.ClaimAllAsync(TestMembers.Take(300));
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        server.Thaw();

        Assert.All(answers, a => Assert.Equal(ClaimOutcome.StoreUnavailable, a.Outcome));
        Assert.InRange(took, timeout * 0.5, timeout * 10);
        await Eventually.HoldsAsync(
            () => sale.ClaimAllAsync(TestMembers.Take(300)),
            again => again.All(a => a.Outcome is ClaimOutcome.Queued or ClaimOutcome.Known));
        Assert.Equal(before.Ticket, (await sale.ClaimAsync("before")).Ticket);
        await sale.DrainAsync();
        Assert.Equal(301, (await sale.RowAsync()).Issued);
        await SaleOracle.HoldsAsync(sale);
    }

    [Fact]
    public async Task Claim_WhenMoreWaitThanTheChannelHolds_IsToldToComeBack()
    {
        const int TooMany = 500;
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            OwnStore = server.ConnectionString,
            Quantity = 100_000,
            Issuance = new IssuanceOptions { ClaimTimeout = TimeSpan.FromSeconds(30) },
        });
        await sale.ClaimAsync("before");

        server.Freeze();
        Task<ClaimAnswer>[] claims = [.. TestMembers.Take(ClaimBatcher.WaitingMax + TooMany).Select(sale.ClaimAsync)];
        Task<ClaimAnswer>[] atOnce = [.. claims.Where(c => c.IsCompleted)];
        server.Thaw();
        ClaimAnswer[] answers = await Task.WhenAll(claims);

        // Only what the channel can't hold is refused: all but a few batches that were taken out while the crowd was still coming.
        Assert.InRange(atOnce.Length, 1, TooMany);
        Assert.InRange(answers.Count(a => a.Outcome == ClaimOutcome.TooManyRequests), 1, TooMany);
    }

    /// <summary>One claim a script: the first is under way, the others wait behind it until nobody wants to know any more.</summary>
    [Fact]
    public async Task Claim_WhenItsDeadlinePassesWhileItWaits_IsNeverSentToTheStore()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            OwnStore = server.ConnectionString,
            Quantity = 1_000,
            Issuance = new IssuanceOptions { ClaimTimeout = TimeSpan.FromSeconds(0.3), ClaimBatchSize = 1 },
        });
        await sale.ClaimAsync("before");

        server.Freeze();
        ClaimAnswer[] answers = await sale.ClaimAllAsync(["under way", .. TestMembers.Take(50)]);
        server.Thaw();

        Assert.All(answers, a => Assert.Equal(ClaimOutcome.StoreUnavailable, a.Outcome));
        await Eventually.HoldsAsync(() => sale.ClaimAsync("after"), a => a.Outcome is ClaimOutcome.Queued or ClaimOutcome.Known);
        Assert.Equal(["before", "under way", "after"], (await sale.QueueAsync()).Select(e => (string)e.Element!));
    }

    [Fact]
    public async Task Claim_WhenTheStoreWasKilledAndCameBack_KeepsEveryAcknowledgedTicket()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = server.ConnectionString, Quantity = 1_000 });
        ClaimAnswer[] before = await sale.ClaimAllAsync(TestMembers.Take(100));
        await sale.DrainAsync();
        ClaimAnswer[] queued = await sale.ClaimAllAsync(TestMembers.Take(100, from: 101));

        await server.KillAsync();
        Assert.Equal(ClaimOutcome.StoreUnavailable, (await sale.ClaimAsync("during")).Outcome);
        await server.StartAgainAsync();

        ClaimAnswer[] again = await Eventually.HoldsAsync(
            () => sale.ClaimAllAsync(TestMembers.Take(200)), answers => answers.All(a => a.Outcome == ClaimOutcome.Known));
        Assert.Equal([.. before.Select(a => a.Ticket), .. queued.Select(a => a.Ticket)], again.Select(a => a.Ticket));
        await sale.DrainAsync();
        await SaleOracle.HoldsAsync(sale);
    }
}
