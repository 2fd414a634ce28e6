using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>kill -9 of one instance on one Redis and PostgreSQL, and of that Redis (P1, P2 in mode S).</summary>
public sealed class KilledOnRedisTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Sale_WhenTheInstanceAndThenTheStoreAreKilledInTheRush_LosesAndDoublesNothing()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        await using FaultRig rig = await FaultRig.StartAsync(FaultMode.OneInstance);
        AppProcess app = rig.Instances[0];
        KillRounds instance = new(rig, plan);
        await instance.RunAsync(async _ =>
        {
            await app.KillAsync();
            await app.StartAgainAsync();
            await app.WaitUntilReadyAsync();
        });
        plan.Report(output, "P1", "kill -9 of the only instance on Redis and PostgreSQL", instance.Measured);

        int process = app.ProcessId;
        KillRounds store = new(rig, plan);
        await store.RunAsync(async _ =>
        {
            await rig.Redis.KillAsync();
            await rig.Redis.StartAgainAsync();
        });
        Assert.Equal(process, app.ProcessId);
        plan.Report(output, "P2", "kill -9 of redis-server under one instance", store.Measured);
    }
}
