using System.Diagnostics;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Issuance;

/// <summary>A million members in the embedded store: no command on the claim's path grows with the queue, and a restart knows them all.</summary>
public sealed class MillionTests(ITestOutputHelper output)
{
    private const int Members = 1_000_000;
    private const int Claims = 200;

    [Fact]
    public async Task Claim_WhenAMillionAreAdmitted_CostsWhatItCostBeforeAndSurvivesARestart()
    {
        using TestDirectory folder = new("million");
        await using EmbeddedStore store = await EmbeddedStore.StartAsync(folder.Path, NullLoggerFactory.Instance, default);
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = store.ConnectionString, Quantity = Members * 2 });

        TimeSpan few = await MedianAsync(sale, "early");
        await FillAsync(sale);
        TimeSpan many = await MedianAsync(sale, "late");

        // The difference alone: it has neither the disk's sync nor a busy machine in it. One O(n) command here takes 40 to 200 ms.
        Assert.True(many - few < TimeSpan.FromMilliseconds(20), $"a claim takes {many.TotalMilliseconds:F2} ms, on an empty queue {few.TotalMilliseconds:F2} ms");
        ClaimAnswer last = await sale.ClaimAsync("last");
        Assert.Equal(Members + (2 * Claims) + 1, last.Place);

        long began = Stopwatch.GetTimestamp();
        await store.RestartAsync(default);
        ClaimAnswer again = await Eventually.HoldsAsync(() => sale.ClaimAsync("last"), a => a.Outcome == ClaimOutcome.Known, TimeSpan.FromMinutes(2));
        output.WriteLine($"a claim takes {many.TotalMilliseconds:F2} ms, on an empty queue {few.TotalMilliseconds:F2} ms; answering again {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s after the restart began");
        Assert.Equal(last.Ticket, again.Ticket);
        await Eventually.HoldsAsync(() => sale.First.Get<CampaignFacts>().TryReadAsync(sale.Keys.Campaign), counts => counts?.Admitted == last.Place, TimeSpan.FromMinutes(1));

        // Nobody new is admitted while the server of a moment ago could be another one's successor.
        ClaimAnswer next = await Eventually.HoldsAsync(() => sale.ClaimAsync("after the restart"), answer => answer.Outcome == ClaimOutcome.Queued);
        Assert.Equal(last.Place + 1, next.Place);
    }

    private static async Task<TimeSpan> MedianAsync(TestSale sale, string who)
    {
        List<TimeSpan> took = [];
        for (int i = 0; i < Claims; i++)
        {
            long began = Stopwatch.GetTimestamp();
            Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync($"{who}-{i}")).Outcome);
            took.Add(Stopwatch.GetElapsedTime(began));
        }

        took.Sort();
        return took[Claims / 2];
    }

    private static async Task FillAsync(TestSale sale)
    {
        const int PerCommand = 2_000;
        long first = (await sale.CountsAsync()).LastTicket + 1;
        await Parallel.ForAsync(0, Members / PerCommand, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (chunk, _) =>
        {
            int from = chunk * PerCommand;
            await sale.Store.SortedSetAddAsync(
                sale.Keys.Queue, [.. Enumerable.Range(from, PerCommand).Select(i => new SortedSetEntry(TestMembers.Name(i), first + i))]);
        });
    }
}
