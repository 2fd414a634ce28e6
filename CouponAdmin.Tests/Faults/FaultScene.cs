using System.Globalization;
using System.Net;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>One sale in the middle of its rush, for a fault to strike.</summary>
internal sealed class FaultScene(FaultRig rig, FaultedSale sale, Random random, IReadOnlyList<string> members)
{
    private const int OutsidersMax = 10;

    public FaultRig Rig => rig;

    public ReplicatedStore Store => rig.Replicated;

    public FaultedSale Sale => sale;

    /// <summary>Those in the rush.</summary>
    public IReadOnlyList<string> Members => members;

    /// <summary>When the fault began, as a timestamp.</summary>
    public long Struck { get; set; }

    /// <summary>Instances that are down: nobody expects an answer of theirs.</summary>
    public HashSet<int> Down { get; } = [];

    /// <summary>Promises that the fault itself saw broken.</summary>
    public List<string> Broken { get; } = [];

    public int AnyInstance() => random.Next(rig.Instances.Count);

    /// <summary>A member who is not in the rush.</summary>
    public string Outsider(int number) => TestMembers.Name(members.Count + number);

    /// <summary>Lets those who ask in a round claim, and nobody else.</summary>
    public Task ListAsync() => sale.ListAsync([.. members, .. WaitingMembers.Members, .. Enumerable.Range(1, OutsidersMax).Select(Outsider)]);

    /// <summary>Who isn't on the list hears so on every instance.</summary>
    public async Task CheckListAsync()
    {
        for (int instance = 0; instance < rig.Instances.Count; instance++)
        {
            int asked = instance;
            ClaimAttempt stranger = await sale.AskForCertainAsync("a stranger", _ => asked);
            if (stranger.Code != "not-eligible")
            {
                Broken.Add($"P5 a stranger to the list heard {stranger.Status} {stranger.Code}");
            }
        }
    }

    public async Task KillAsync(int instance)
    {
        Down.Add(instance);
        await rig.Instances[instance].KillAsync();
    }

    public async Task StartAgainAsync(int instance)
    {
        await rig.Instances[instance].StartAgainAsync();
        await rig.Instances[instance].WaitUntilReadyAsync();
        Down.Remove(instance);
    }

    public async Task StartAllAgainAsync()
    {
        foreach (int instance in Down.ToArray())
        {
            await StartAgainAsync(instance);
        }
    }

    /// <summary>Asks there until somebody hears "the store is away": then the fault is felt.</summary>
    public Task<ClaimAttempt> FeltAsync(int instance, string member) => Eventually.HoldsAsync(
        () => sale.AskAsync(member, instance), attempt => attempt.Status == HttpStatusCode.ServiceUnavailable, about: () => rig.Instances[instance].Output);

    /// <summary>New members claim through the balancer while something is done; an answer of 5xx, or none, breaks the promise of a rolling restart.</summary>
    public async Task ClaimThroughBalancerAsync(Func<Task> during)
    {
        const int Clients = 6;
        SaleClient balanced = await rig.BalancedAsync();
        using CancellationTokenSource end = new();
        int asked = 0;
        Task<ClaimAttempt[]>[] clients = [.. Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            List<ClaimAttempt> heard = [];
            while (!end.IsCancellationRequested)
            {
                string member = string.Create(CultureInfo.InvariantCulture, $"balanced {Interlocked.Increment(ref asked)}");
                heard.Add(await sale.History.AskAsync(balanced, sale.Slug, member, rig.Tokens.Member(member)));
            }

            return heard.ToArray();
        }))];
        await during();
        await end.CancelAsync();
        Broken.AddRange((await Task.WhenAll(clients)).SelectMany(heard => heard)
            .Where(a => a.Status is null or >= HttpStatusCode.InternalServerError && !IsOfABusyStore(a))
            .Select(a => string.Create(CultureInfo.InvariantCulture, $"P18 {a.Member} heard {a.Status?.ToString() ?? "nothing"} {a.Code} after {a.Took.TotalSeconds:0.0} s")));
    }

    // Replicas that were too slow, not the restart: an instance whose connections are closed has no reason to wait.
    private static bool IsOfABusyStore(ClaimAttempt attempt) => attempt.Code == "store-unavailable" && attempt.Took >= StoreMasters.ReplicasWithin;
}
