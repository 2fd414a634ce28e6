using System.Diagnostics;
using System.Globalization;
using System.Net;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>PostgreSQL crashes, or its line falls silent, in the rush of three instances: claims go on, and soon afterwards everything is recorded (P10, P9).</summary>
[Collection(ThreeInstances.Name)]
public sealed class LostDatabaseTests(ThreeInstancesFixture three, ITestOutputHelper output)
{
    private const int Quantity = 150;

    /// <summary>The promise is five seconds; a machine that runs the whole suite beside it gets more.</summary>
    private static readonly TimeSpan CaughtUpWithin = TimeSpan.FromSeconds(30);

    private readonly FaultRig _rig = three.Rig;

    [Fact]
    public async Task Claim_WhenPostgreSqlCrashesInTheRush_GoesOnAndIsRecordedWhenItIsBack()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        TimeSpan slowest = TimeSpan.Zero;
        for (int round = 0; round < plan.Count; round++)
        {
            slowest = Max(slowest, await LoseAsync(_rig.PostgreSql.CrashAsync, _rig.PostgreSql.StartAgainAsync));
        }

        Report(plan, "PostgreSQL crashed in the rush", slowest);
    }

    [Fact]
    public async Task Claim_WhenTheDatabasesLineFallsSilent_GoesOnAndIsRecordedWhenItSpeaks()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        TimeSpan slowest = TimeSpan.Zero;
        for (int round = 0; round < plan.Count; round++)
        {
            slowest = Max(slowest, await LoseAsync(() => DoneAsync(_rig.DatabaseLine.Blackhole), () => DoneAsync(_rig.DatabaseLine.Flow)));
        }

        Report(plan, "line to PostgreSQL silent in the rush", slowest);
    }

    /// <summary>Gives how long it took from the database's return until all was recorded.</summary>
    private async Task<TimeSpan> LoseAsync(Func<Task> lose, Func<Task> giveBack)
    {
        FaultedSale sale = await _rig.OpenSaleAsync(Quantity);
        string[] members = [.. TestMembers.Take(Quantity + 20)];

        // Every instance knows the campaign before its database goes: a claim needs it once.
        await sale.InsistAsync(members[..30]);
        await lose();
        long back;
        try
        {
            await sale.InsistAsync(members[30..Quantity]);
            await sale.InsistAsync(members[Quantity..]);
        }
        finally
        {
            await giveBack();
            back = Stopwatch.GetTimestamp();
        }

        // "The store is away" is what a machine that stood still for longer than a claim may wait says; it never waits for the database.
        Assert.All(sale.History.Attempts, a => Assert.True(
            (a.Status is HttpStatusCode.Accepted or HttpStatusCode.Conflict || a.Code == "store-unavailable") && a.Took < FaultRig.AnswerWithin, a.ToString()));
        Assert.Equal(Quantity, sale.History.Acknowledged.Count);
        await Eventually.HoldsAsync(sale.RecordedAsync, recorded => recorded.Rows.Count == Quantity, CaughtUpWithin);
        TimeSpan caughtUp = Stopwatch.GetElapsedTime(back);
        await sale.HoldsAsync();
        return caughtUp;
    }

    private void Report(FaultPlan plan, string what, TimeSpan slowest) =>
        plan.Report(output, "P10", what, string.Create(CultureInfo.InvariantCulture, $"every claim answered, all recorded at most {slowest.TotalSeconds:0.0} s after its return"));

    private static Task DoneAsync(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
