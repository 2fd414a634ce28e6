using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>How soon members are told by the stream, when all is well and when every publication of the store is lost (P9).</summary>
[Collection(ThreeInstances.Name)]
public sealed class LostNoticeTests(ThreeInstancesFixture three, ITestOutputHelper output)
{
    private const int Members = 45;

    /// <summary>The waiters look again every five seconds; the rest is for a machine that runs the whole suite beside it.</summary>
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(15);

    private readonly FaultRig _rig = three.Rig;

    [Fact]
    public async Task Member_WhenAllIsWellAndWhenEveryPublicationIsLost_IsTold()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        TimeSpan[] first = await TellFirstOfEachAsync();
        TimeSpan[] healthy = await TellAsync(plan.Count);
        await AllowPublishingAsync(isAllowed: false);
        TimeSpan[] deaf;
        try
        {
            deaf = await TellAsync(plan.Count);
        }
        finally
        {
            await AllowPublishingAsync(isAllowed: true);
        }

        plan.Report(output, "P9", "every publication lost, three instances", string.Create(
            CultureInfo.InvariantCulture,
            $"slowest of {deaf.Length} told after {Slowest(deaf):0.0} s; healthy p99 {healthy.Order().ElementAt((healthy.Length * 99 / 100) - 1).TotalSeconds:0.00} s, slowest {Slowest(healthy):0.00} s; of fresh processes {Slowest(first):0.00} s"));
    }

    private static double Slowest(TimeSpan[] took) => took.Max().TotalSeconds;

    // Who is asked drains. A process's first drain compiles what the later ones run, and one sale for all would leave two of them to come among the measured ones.
    private async Task<TimeSpan[]> TellFirstOfEachAsync()
    {
        List<TimeSpan> all = [];
        for (int instance = 0; instance < 3; instance++)
        {
            int asked = instance;
            all.AddRange(await TellAsync(_ => asked));
        }

        return [.. all];
    }

    private async Task<TimeSpan[]> TellAsync(int rounds)
    {
        List<TimeSpan> all = [];
        for (int round = 0; round < rounds; round++)
        {
            all.AddRange(await TellAsync(i => i % 3));
        }

        return [.. all];
    }

    // From the claim to the coupon on the stream: claimed on one instance, followed on the next. Each time a new sale.
    private async Task<TimeSpan[]> TellAsync(Func<int, int> instanceOf)
    {
        FaultedSale sale = await _rig.OpenSaleAsync(Members);
        TimeSpan[] took = await Task.WhenAll(TestMembers.Take(Members).Select(async (member, i) =>
        {
            long claimed = 0;

            // A process that has just started may send somebody away, on a busy machine: to ask again is another promise.
            await Eventually.HoldsAsync<ClaimAttempt>(
                () =>
                {
                    claimed = Stopwatch.GetTimestamp();
                    return sale.AskAsync(member, instanceOf(i));
                },
                attempt => attempt.Ticket is not null);
            Assert.Equal("issued", await sale.ToldAsync(member, (instanceOf(i) + 1) % 3));
            return Stopwatch.GetElapsedTime(claimed);
        }));
        Assert.True(took.Max() < ToldWithin, $"told after {took.Max()}");
        await sale.HoldsAsync();
        return took;
    }

    // This redis-server is the test's own.
    private async Task AllowPublishingAsync(bool isAllowed)
    {
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(_rig.Redis.ConnectionString + ",allowAdmin=true");
        await redis.GetDatabase().ExecuteAsync("ACL", "SETUSER", "default", isAllowed ? "+publish" : "-publish");
    }
}
