using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>A fourth instance that freezes or dies in the middle of a drain, holding the lease: the others take over, and it changes nothing when it wakes (P13, P9).</summary>
[Collection(ThreeInstances.Name)]
public sealed class FrozenDrainerTests(ThreeInstancesFixture three, ITestOutputHelper output)
{
    private const int Crowd = 40;

    /// <summary>What a machine that runs the whole suite beside it adds to the lease and two seconds.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FreezesWithin = TimeSpan.FromSeconds(30);

    private readonly FaultRig _rig = three.Rig;

    [Theory, InlineData(nameof(FailPoint.DrainAfterRead)), InlineData(nameof(FailPoint.DrainAfterCommit))]
    public async Task Drainer_WhenFrozenPastItsLease_IsOvertakenAndChangesNothingWhenItWakes(string point)
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        for (int round = 0; round < plan.Count; round++)
        {
            (FaultedSale sale, AppProcess frozen, List<Task<ClaimAttempt>> asked) = await FreezeAsync(point);
            await sale.RushAsync([.. TestMembers.Take(Crowd)], i => i % 3);

            // Only the three can have recorded these.
            (_, List<IssuanceRecord> before) = await Eventually.HoldsAsync(
                sale.RecordedAsync, recorded => recorded.Rows.Count >= Crowd + 1, FaultRig.DrainLease + FaultRig.AnswerWithin + Slack);
            frozen.Thaw();
            await Task.WhenAll(asked);
            SaleEvidence evidence = await sale.HoldsAsync();
            Assert.Equal(before.Select(Facts), evidence.Rows.Take(before.Count).Select(Facts));
            await _rig.RemoveLastAsync();
        }

        plan.Report(output, "P13", $"drainer frozen at {point} past its lease, thawed", "overtaken, changed nothing");
    }

    /// <summary>It holds the campaign's row: nobody can record, nobody loses anything, and claims go on.</summary>
    [Fact]
    public async Task Drainer_WhenFrozenInsideItsTransaction_HoldsUpNoClaimAndNothingIsRecordedTwice()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        for (int round = 0; round < plan.Count; round++)
        {
            (FaultedSale sale, AppProcess frozen, List<Task<ClaimAttempt>> asked) = await FreezeAsync(FailPoint.DrainBeforeCommit);
            await sale.RushAsync([.. TestMembers.Take(Crowd)], i => i % 3);
            Assert.Equal(Crowd, sale.History.Acknowledged.Count(a => a.Member.StartsWith("member", StringComparison.Ordinal)));
            frozen.Thaw();
            await Task.WhenAll(asked);
            SaleEvidence evidence = await sale.HoldsAsync();
            Assert.InRange(evidence.Books.Issued, Crowd + 1, Crowd + asked.Count);
            await _rig.RemoveLastAsync();
        }

        plan.Report(output, "P13", "drainer frozen in its transaction, thawed", "claims went on, nothing recorded twice");
    }

    [Fact]
    public async Task Drainer_WhenItDiesHoldingTheLease_IsReplacedAndTheMemberIsTold()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        TimeSpan slowest = TimeSpan.Zero;
        for (int round = 0; round < plan.Count; round++)
        {
            int fourth = await _rig.AddInstanceAsync((FailPoint.Variable, FailPoint.DrainAfterRead));
            FaultedSale sale = await _rig.OpenSaleAsync(Crowd * 2);
            List<Task<ClaimAttempt>> asked = await AskUntilAsync(sale, fourth, () => _rig.Instances[fourth].HasExited);
            long died = Stopwatch.GetTimestamp();
            await _rig.RemoveLastAsync();
            await Task.WhenAll(asked);
            await sale.InsistAsync(["first 1"]);
            Assert.Equal("issued", await sale.ToldAsync("first 1", instance: 1));
            TimeSpan took = Stopwatch.GetElapsedTime(died);
            Assert.True(took < FaultRig.DrainLease + TimeSpan.FromSeconds(2) + Slack, $"told after {took}");
            slowest = took > slowest ? took : slowest;
            await sale.HoldsAsync();
        }

        plan.Report(output, "P9", "drainer killed holding its lease", string.Create(
            CultureInfo.InvariantCulture, $"told at most {slowest.TotalSeconds:0.0} s later, lease {FaultRig.DrainLease.TotalSeconds:0} s"));
    }

    /// <summary>A sale whose drainer is a fourth instance that stands still at the point; its own claims are answered when it is thawed.</summary>
    private async Task<(FaultedSale Sale, AppProcess Frozen, List<Task<ClaimAttempt>> Asked)> FreezeAsync(string point)
    {
        int fourth = await _rig.AddInstanceAsync((FailPoint.Variable, point + "!stop"));
        FaultedSale sale = await _rig.OpenSaleAsync(Crowd * 2);
        AppProcess app = _rig.Instances[fourth];
        return (sale, app, await AskUntilAsync(sale, fourth, () => ProcessState.IsStopped(app.ProcessId)));
    }

    // Another instance's tick may drain a claim first: then the next claim brings the fourth there.
    private static async Task<List<Task<ClaimAttempt>>> AskUntilAsync(FaultedSale sale, int instance, Func<bool> isReached)
    {
        List<Task<ClaimAttempt>> asked = [];
        long last = 0;
        await Eventually.HoldsAsync(
            () =>
            {
                if (asked.Count < Crowd && Stopwatch.GetElapsedTime(last) > TimeSpan.FromMilliseconds(500))
                {
                    last = Stopwatch.GetTimestamp();
                    asked.Add(sale.AskAsync($"first {asked.Count + 1}", instance));
                }

                return isReached();
            },
            reached => reached,
            FreezesWithin);
        return asked;
    }

    private static (string Member, long Ticket, int? Number, string? Code) Facts(IssuanceRecord row) => (row.Member, row.Ticket, row.Number, row.Code);
}
