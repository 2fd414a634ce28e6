using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>A fourth instance that freezes in the middle of a drain, holding the lease, and is thawed or killed there: the others take over, and it changes nothing when it wakes (P13, P9).</summary>
[Collection(ThreeInstances.Name)]
public sealed class FrozenDrainerTests(ThreeInstancesFixture three, ITestOutputHelper output)
{
    private const int Crowd = 40;

    /// <summary>What a machine that runs the whole suite beside it adds to the lease and two seconds.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FreezesWithin = TimeSpan.FromSeconds(60);

    /// <summary>Longer than the lease: if another instance drained the last claim, its lease is over by then.</summary>
    private static readonly TimeSpan AskEvery = FaultRig.DrainLease + TimeSpan.FromSeconds(1);

    /// <summary>In the order in which drains come by.</summary>
    private static readonly string[] Steps = [FailPoint.DrainAfterRead, FailPoint.DrainBeforeCommit, FailPoint.DrainAfterCommit, FailPoint.DrainAfterPublish];

    private readonly FaultRig _rig = three.Rig;
    private readonly List<Task<ClaimAttempt>> _asked = [];

    [Fact]
    public async Task Drainer_WhenFrozenPastItsLease_IsOvertakenAndChangesNothingWhenItWakes()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        TimeSpan slowest = TimeSpan.Zero;
        for (int round = 0; round < plan.Count; round++)
        {
            int fourth = await _rig.AddInstanceAsync((FailPoint.Variable, string.Join(',', Steps.Select(s => s + "!stop"))));
            try
            {
                await FreezeAfterReadAsync(fourth);
                TimeSpan told = await FreezeAroundTheCommitAndKillAsync(fourth);
                slowest = told > slowest ? told : slowest;
            }
            finally
            {
                await _rig.RemoveLastAsync();
            }
        }

        plan.Report(output, "P13", "drainer frozen after its read, in its transaction, and after its commit, then thawed", $"overtaken, changed nothing; {PostgreSqlCouponDbContext.LockIdleMax.TotalSeconds:0} s at most in a transaction");
        plan.Report(output, "P9", "drainer killed holding its lease", string.Create(
            CultureInfo.InvariantCulture, $"told at most {slowest.TotalSeconds:0.0} s later, lease {FaultRig.DrainLease.TotalSeconds:0.0} s"));
    }

    // Between read and commit: what it read is recorded by others, and then its own commit must come to nothing.
    private async Task FreezeAfterReadAsync(int fourth)
    {
        FaultedSale sale = await _rig.OpenSaleAsync(Crowd * 2);
        await AskUntilFrozenAsync(sale, fourth);
        await WakesInVainAsync(sale, fourth, Crowd);
    }

    /// <summary>Gives how long after its death a member was told.</summary>
    private async Task<TimeSpan> FreezeAroundTheCommitAndKillAsync(int fourth)
    {
        FaultedSale sale = await _rig.OpenSaleAsync(Crowd * 3);
        _asked.Clear();
        await AskUntilFrozenAsync(sale, fourth);

        // In its transaction it holds the campaign's row: claims go on, and the database ends its session before long.
        await WakesInVainAsync(sale, fourth, Crowd);

        // Committed, nobody told, the store's copy not raised: the others record what came since, and raise it.
        await AskUntilFrozenAsync(sale, fourth);
        await sale.RushAsync([.. TestMembers.Take(Crowd, from: Crowd + 1)], i => i % 3);
        await RecordedWithoutItAsync(sale, Crowd * 2);
        Thaw(fourth);
        await FrozenAsync(fourth);

        long died = Stopwatch.GetTimestamp();
        await _rig.Instances[fourth].KillAsync();
        await sale.AskAsync("after its death", 0);
        Assert.Equal("issued", await sale.ToldAsync("after its death", 1));
        TimeSpan took = Stopwatch.GetElapsedTime(died);
        Assert.True(took < FaultRig.DrainLease + TimeSpan.FromSeconds(2) + Slack, $"told after {took}");
        await Task.WhenAll(_asked);
        await sale.InsistAsync([.. Enumerable.Range(1, _asked.Count).Select(Own)], instances: 3);
        await sale.HoldsAsync(instances: 3);
        return took;
    }

    /// <summary>What it read is recorded by others while it stands still; awake, it changes none of that.</summary>
    private async Task WakesInVainAsync(FaultedSale sale, int fourth, int crowd)
    {
        await sale.RushAsync([.. TestMembers.Take(crowd)], i => i % 3);
        Assert.Equal(crowd, sale.History.Acknowledged.Count(IsOfTheCrowd));
        IssuanceRecord[] before = await RecordedWithoutItAsync(sale, crowd);
        Thaw(fourth);
        SaleEvidence evidence = await sale.HoldsAsync();
        Assert.Equal(before.Select(Facts), evidence.Rows.Take(before.Length).Select(Facts));
    }

    // Another instance's tick may drain a claim first: then the next claim brings the fourth there. What it is asked is answered after the thaw.
    private async Task AskUntilFrozenAsync(FaultedSale sale, int fourth)
    {
        long last = 0;
        await Eventually.HoldsAsync(
            () =>
            {
                if (Stopwatch.GetElapsedTime(last) > AskEvery)
                {
                    last = Stopwatch.GetTimestamp();
                    _asked.Add(sale.AskAsync(Own(_asked.Count + 1), fourth));
                }

                return ProcessState.IsStopped(_rig.Instances[fourth].ProcessId);
            },
            stopped => stopped,
            FreezesWithin);
    }

    private Task<bool> FrozenAsync(int fourth) =>
        Eventually.HoldsAsync(() => ProcessState.IsStopped(_rig.Instances[fourth].ProcessId), stopped => stopped, FreezesWithin);

    // When the signal is sent the process runs already. Waiting to see it run would miss one that reaches its next stop within milliseconds.
    private void Thaw(int fourth) => _rig.Instances[fourth].Thaw();

    private static async Task<IssuanceRecord[]> RecordedWithoutItAsync(FaultedSale sale, int crowd)
    {
        (_, List<IssuanceRecord> rows) = await Eventually.HoldsAsync(
            sale.RecordedAsync,
            recorded => recorded.Rows.Count(r => IsOfTheCrowd(r.Member)) == crowd,
            PostgreSqlCouponDbContext.LockIdleMax + FaultRig.DrainLease + Slack);
        return [.. rows];
    }

    private static bool IsOfTheCrowd(ClaimAttempt attempt) => IsOfTheCrowd(attempt.Member);

    private static bool IsOfTheCrowd(string member) => member.StartsWith("member", StringComparison.Ordinal);

    private static string Own(int number) => $"own {number}";

    private static (string Member, long Ticket, int? Number, string? Code) Facts(IssuanceRecord row) => (row.Member, row.Ticket, row.Number, row.Code);
}
