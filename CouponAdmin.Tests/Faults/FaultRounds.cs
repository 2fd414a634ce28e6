using System.Diagnostics;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>One sale a round: in the middle of its rush a fault strikes, everybody asks again, and the oracle looks.</summary>
internal sealed class FaultRounds(FaultRig rig, ITestOutputHelper output)
{
    /// <summary>Asked before the fault at least, so that there is something to lose.</summary>
    private const int AskedMin = 60;

    public async Task RunAsync(FaultKind kind)
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        FaultTally tally = new(kind.Name, rig.Mode);
        for (int round = 0; round < plan.Count; round++)
        {
            await RunOnceAsync(kind, plan.Random, tally);
        }

        tally.Report(output, plan);
        Assert.True(tally.Broken.Count == 0, $"{tally.Broken.Count} promises are broken:\n{string.Join('\n', tally.Broken.Take(20))}\n{rig.Instances[0].Output}");
    }

    private async Task RunOnceAsync(FaultKind kind, Random random, FaultTally tally)
    {
        FaultedSale sale = await rig.OpenSaleAsync(kind.Quantity);
        FaultScene scene = new(rig, sale, random, [.. TestMembers.Take(kind.Crowd)]);
        WaitingMembers waiting = new(rig, sale);
        await rig.Replicated.AimAsync(await sale.QueueKeyAsync());
        await kind.PrepareAsync(scene);
        await (kind.IsListed ? scene.ListAsync() : Task.CompletedTask);
        rig.Replicated.Lag = TimeSpan.FromMilliseconds(kind.LagMs);
        try
        {
            Task rush = sale.RushAsync(scene.Members, i => i % rig.Instances.Count, kind.Clients);
            await Task.WhenAny(rush, sale.History.ReachesAsync(random.Next(AskedMin, kind.Crowd * 5 / 8)));
            scene.Struck = Stopwatch.GetTimestamp();
            Task told = waiting.WaitAsync();
            await kind.StrikeAsync(scene);
            Task<TimeSpan> served = ServedAsync(scene);
            await rush;
            await kind.MendAsync(scene);
            tally.NoteServed(await served);
            await Task.WhenAll(told, sale.InsistAsync(scene.Members));
        }
        finally
        {
            await rig.Replicated.RestoreAsync();
            await scene.StartAllAgainAsync();
        }

        await (kind.IsListed ? scene.CheckListAsync() : Task.CompletedTask);
        tally.Note(await sale.EvidenceAsync(), waiting, scene.Broken);
    }

    /// <summary>How long it takes from now until each instance that is up has answered somebody for certain.</summary>
    private async Task<TimeSpan> ServedAsync(FaultScene scene)
    {
        long there = Stopwatch.GetTimestamp();
        int[] up = [.. Enumerable.Range(0, rig.Instances.Count).Where(instance => !scene.Down.Contains(instance))];
        await Task.WhenAll(up.Select(instance => scene.Sale.AskForCertainAsync(scene.Outsider(1 + instance), _ => instance)));
        return Stopwatch.GetElapsedTime(there);
    }
}
