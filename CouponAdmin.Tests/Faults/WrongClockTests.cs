using System.Globalization;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>Two instances whose clocks are an hour off, one each way: only the store's clock opens and closes the sale, and orders the tickets (P8, P7).</summary>
public sealed class WrongClockTests(ITestOutputHelper output)
{
    private const long EdgeUs = 5_000;
    private const long AroundUs = 80_000;
    private static readonly TimeSpan Opens = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Closes = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Sale_WhenTheInstancesClocksAreAnHourOff_OpensAndClosesByTheStores()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        (int asked, int near) = (0, 0);
        for (int round = 0; round < plan.Count; round++)
        {
            (int more, int nearer) = await SellAsync();
            (asked, near) = (asked + more, near + nearer);
        }

        plan.Report(output, "P8", "sales whose two instances are an hour ahead and an hour behind", string.Create(
            CultureInfo.InvariantCulture, $"{asked} claims around opening and closing, {near} of them within 5 ms"));
    }

    /// <summary>One sale from before its opening until after its end; gives the claims around both moments, and how many of them came close.</summary>
    private static async Task<(int Asked, int Near)> SellAsync()
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Quantity = 100_000, OpensIn = Opens, ClosesIn = Closes });
        await using TestInstance ahead = await InstanceAsync(sale, TimeSpan.FromHours(1));
        await using TestInstance behind = await InstanceAsync(sale, TimeSpan.FromHours(-1));
        (long opens, long closes) = ((await sale.RowAsync()).OpensAt.Microseconds, (await sale.RowAsync()).ClosesAt.Microseconds);
        ClaimHistory history = new();
        Asked[] opening = [.. (await Task.WhenAll(AskAroundAsync(sale, ahead, history, opens), AskAroundAsync(sale, behind, history, opens))).SelectMany(a => a)];
        Asked[] closing = [.. (await Task.WhenAll(AskAroundAsync(sale, ahead, history, closes), AskAroundAsync(sale, behind, history, closes))).SelectMany(a => a)];

        Assert.All(opening.Where(a => a.Received <= opens - EdgeUs), a => Assert.Equal(ClaimOutcome.NotOpenYet, a.Outcome));
        Assert.All(opening.Where(a => a.Sent >= opens + EdgeUs), a => Assert.Equal(ClaimOutcome.Queued, a.Outcome));
        Assert.All(closing.Where(a => a.Received <= closes - EdgeUs), a => Assert.Equal(ClaimOutcome.Queued, a.Outcome));
        Assert.All(closing.Where(a => a.Sent >= closes + EdgeUs), a => Assert.Equal(ClaimOutcome.Closed, a.Outcome));
        await sale.DrainAsync(ahead);
        SaleEvidence evidence = await SaleEvidence.OfAsync(sale, history);
        Assert.Empty(PromiseOracle.Broken(evidence));
        Assert.NotEmpty(evidence.Rows);
        Assert.All(evidence.Rows, r => Assert.InRange(r.Ticket, opens, closes));
        int near = opening.Count(a => Math.Abs(a.Sent - opens) <= EdgeUs) + closing.Count(a => Math.Abs(a.Sent - closes) <= EdgeUs);
        return (opening.Length + closing.Length, near);
    }

    // One new member after the other, from a little before the moment until a little after it.
    private static async Task<List<Asked>> AskAroundAsync(TestSale sale, TestInstance instance, ClaimHistory history, long moment)
    {
        await Eventually.HoldsAsync(() => NowUs, now => now >= moment - AroundUs, pause: TimeSpan.FromMilliseconds(10));
        List<Asked> asked = [];
        while (NowUs < moment + AroundUs)
        {
            string member = $"{moment}-{instance.GetHashCode()}-{asked.Count}";
            long sent = NowUs;
            ClaimAnswer answer = await history.AskAsync(member, () => sale.ClaimAsync(member, instance));
            asked.Add(new Asked(sent, NowUs, answer.Outcome));
        }

        return asked;
    }

    private static async Task<TestInstance> InstanceAsync(TestSale sale, TimeSpan off) => await TestInstance.StartAsync(
        await Stores.ConnectionAsync(StoreKind.Redis), sale.Database, new IssuanceOptions(), services => services.AddSingleton<TimeProvider>(new TestWrongClock(off)));

    /// <summary>The store's clock, which is this machine's.</summary>
    private static long NowUs => StoreTime.From(TimeProvider.System.GetUtcNow()).Microseconds;

    private sealed record Asked(long Sent, long Received, ClaimOutcome Outcome);

    private sealed class TestWrongClock(TimeSpan off) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + off;
    }
}
