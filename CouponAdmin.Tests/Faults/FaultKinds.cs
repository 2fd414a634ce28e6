using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>Every kind of fault of the replicated modes. Each is in the suite in one mode at least; the long form runs it in all of its modes.</summary>
internal static class FaultKinds
{
    /// <summary>Longer than servers take to be replaced: it wakes as a master that isn't one any more.</summary>
    private static readonly TimeSpan FrozenFor = TimeSpan.FromSeconds(14);

    /// <summary>Never sold out, where somebody must drain until the fault.</summary>
    private const int Plenty = 100_000;

    private static readonly FaultKind[] All =
    [
        Killed(0, FaultModes.Sentinel), Killed(20, FaultModes.Cluster) with { IsListed = true }, Killed(300, FaultModes.Sentinel | FaultModes.Cluster),
        Killed(300, FaultModes.Sentinel) with { Name = "master killed, one claim after another by different instances", Clients = 1, Crowd = 120 },
        new("master frozen for 14 s, then woken", FaultModes.Sentinel, async scene =>
        {
            scene.Store.FreezeMaster();
            await scene.Store.WhenFailedOverAsync();
        }) { MendAsync = WakeAsync },
        new("master moved by an operator", FaultModes.Sentinel | FaultModes.Cluster, scene => scene.Store.FailOverAsync()),
        new("replica killed", FaultModes.Cluster, scene => scene.Store.KillReplicaAsync()),
        new("another shard's master killed", FaultModes.Cluster, async scene =>
        {
            ((ClusterStore)scene.Store).AimBeside();
            await KillMasterAsync(scene);
        }) { MeansSomethingIn = FaultModes.Cluster },
        new("store parted from its replicas", FaultModes.Sentinel, async scene =>
        {
            scene.Store.PartReplicas();
            await scene.FeltAsync(0, scene.Outsider(10));
            scene.Store.Join();
        }),
        new("instance parted from the store", FaultModes.Sentinel, async scene =>
        {
            int parted = scene.AnyInstance();
            scene.Store.PartInstance(scene.Rig.NameOf(parted));
            await scene.FeltAsync(parted, scene.Outsider(10));
            scene.Store.Join();
        }),
        new("instance killed", FaultModes.Cluster, scene => scene.KillAsync(scene.AnyInstance())),
        new("drainer killed", FaultModes.Sentinel, async scene => await scene.KillAsync(await scene.Rig.DrainerAsync(scene.Sale))) { Quantity = Plenty },
        new("rolling restart behind nginx", FaultModes.Cluster, scene => scene.ClaimThroughBalancerAsync(() => RestartDrainerAsync(scene))) { Quantity = Plenty },
        new("PostgreSQL restarted", FaultModes.Sentinel, async scene =>
        {
            await scene.Rig.PostgreSql.CrashAsync();
            await scene.Rig.PostgreSql.StartAgainAsync();
        }),
        new("PostgreSQL's standby promoted", FaultModes.Cluster, scene => scene.Rig.PromoteStandbyAsync()) { PrepareAsync = scene => scene.Rig.PrepareStandbyAsync() },
    ];

    public static TheoryData<string> NamesIn(FaultModes mode)
    {
        TheoryData<string> names = [];
        foreach (FaultKind kind in All.Where(kind => FaultPlan.IsLong ? kind.MeansSomethingIn.HasFlag(mode) && FaultPlan.Wants(kind.Name) : kind.SuiteIn.HasFlag(mode)))
        {
            names.Add(kind.Name);
        }

        return names;
    }

    public static FaultKind Named(string name) => All.Single(kind => kind.Name == name);

    private static FaultKind Killed(int lagMs, FaultModes suiteIn) =>
        new(string.Create(CultureInfo.InvariantCulture, $"master killed, replicas {lagMs} ms behind"), suiteIn, KillMasterAsync) { LagMs = lagMs };

    private static async Task WakeAsync(FaultScene scene)
    {
        await Eventually.HoldsAsync(() => Stopwatch.GetElapsedTime(scene.Struck), past => past >= FrozenFor);
        scene.Store.Thaw();

        // Whoever asks while it wakes must hear what the new master knows.
        await scene.Sale.RushAsync(scene.Members, i => i % scene.Rig.Instances.Count);
    }

    private static async Task KillMasterAsync(FaultScene scene)
    {
        await scene.Store.KillMasterAsync();
        await scene.Store.WhenFailedOverAsync();
    }

    // SIGTERM: it drains until it gives the lease back. One that kept it would still be believed to drain after its end.
    private static async Task RestartDrainerAsync(FaultScene scene)
    {
        int drainer = await scene.Rig.DrainerAsync(scene.Sale);
        string name = scene.Rig.NameOf(drainer);
        await using (DrainerView view = await scene.Rig.ViewDrainerAsync(scene.Sale))
        {
            int code = await scene.Rig.Instances[drainer].TerminateAsync();
            (string owner, TimeSpan left) = await view.LookAsync();
            if (code != 0 || owner == name)
            {
                scene.Broken.Add(string.Create(CultureInfo.InvariantCulture, $"P18 {name} ended with {code}, and {owner} holds the lease for {left.TotalSeconds:0.00} s"));
            }
        }

        await scene.StartAgainAsync(drainer);
    }
}
