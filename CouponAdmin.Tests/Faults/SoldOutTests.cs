using System.Diagnostics;
using System.Globalization;
using System.Net;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>"Sold out" is true, and ends soon after a top-up on every instance (P15, P4).</summary>
[Collection(ThreeInstances.Name)]
public sealed class SoldOutTests(ThreeInstancesFixture three, ITestOutputHelper output)
{
    private const int More = 6;

    /// <summary>The promise is one second; a machine that runs the whole suite beside it gets more.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(15);

    private readonly FaultRig _rig = three.Rig;

    [Fact]
    public async Task SoldOut_WhenUnitsAreAddedInMidSale_EndsOnEveryInstanceAndIsTrueAgainAfterThem()
    {
        FaultPlan plan = FaultPlan.Of(few: 2);
        TimeSpan slowest = TimeSpan.Zero;
        int quantity = 10;
        FaultedSale sale = await _rig.OpenSaleAsync(quantity);
        await sale.RushAsync([.. TestMembers.Take(quantity * 50)], i => i % 3);
        for (int topUp = 0; topUp < plan.Count; topUp++)
        {
            await sale.RushAsync([.. Newcomers(topUp, "early")], i => i % 3);
            await sale.SetQuantityAsync(quantity += More, instance: topUp % 3);
            long raised = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, 3).Select(instance => Eventually.HoldsAsync(
                () => sale.AskAsync($"{topUp} in time {instance}", instance), attempt => attempt.Ticket is not null, EndsWithin)));
            TimeSpan took = Stopwatch.GetElapsedTime(raised);
            slowest = took > slowest ? took : slowest;
            await sale.RushAsync([.. Newcomers(topUp, "late")], i => i % 3);
        }

        // Before the units were added nobody may have been let in, and afterwards no unit may be left.
        Assert.All(sale.History.Attempts.Where(a => a.Member.Contains("early", StringComparison.Ordinal)), a => Assert.Equal((HttpStatusCode.Conflict, "sold-out"), (a.Status, a.Code)));
        SaleEvidence evidence = await sale.HoldsAsync();
        Assert.Equal(quantity, evidence.Books.Issued);
        plan.Report(output, "P15", "top-up in mid-sale, three instances", string.Create(CultureInfo.InvariantCulture, $"sold out ended on all within {slowest.TotalSeconds:0.00} s"));
    }

    private static IEnumerable<string> Newcomers(int topUp, string when) => Enumerable.Range(0, More * 3).Select(i => $"{topUp} {when} {i}");
}
