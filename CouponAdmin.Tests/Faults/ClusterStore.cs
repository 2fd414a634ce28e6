using System.Globalization;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Faults;

/// <summary>A Redis Cluster of three masters with one replica each or more, quick to judge: a master that is silent for two seconds is down.</summary>
internal sealed class ClusterStore : ReplicatedStore
{
    private const int Shards = 3;
    private const int Slots = 16_384;
    private readonly int _replicas;
    private int _shard;

    private ClusterStore(int replicas) => _replicas = replicas;

    public override string ConnectionString => string.Join(',', Members.Select(m => $"127.0.0.1:{Text(m.Line.Port)}"));

    public override string OracleConnectionString => ConnectionString;

    protected override Member Master => _masters[_shard];

    private Member[] _masters = [];

    /// <param name="replicas">Of each master.</param>
    public static async Task<ClusterStore> StartAsync(int replicas = 1)
    {
        ClusterStore store = new(replicas);
        try
        {
            for (int i = 0; i < Shards * (1 + replicas); i++)
            {
                store.Members.Add(await AddAsync(i % Shards));
            }

            await store.JoinAsync();
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public override async Task AimAsync(RedisKey key)
    {
        string slot = await RedisLine.AskAsync(Members.First(m => !m.Server.HasExited).Server.Port, $"CLUSTER KEYSLOT {key}");
        _shard = int.Parse(slot.AsSpan(1), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * Shards / Slots;
    }

    /// <summary>Turns the faults to a shard that the key is not in.</summary>
    public void AimBeside() => _shard = (_shard + 1) % Shards;

    public override async Task WhenFailedOverAsync()
    {
        Member[] others = [.. Others];
        Member? next = await Eventually.HoldsAsync<Member?>(async () => await MasterAmongAsync(others), master => master is not null, Patience, () => Output);
        _masters[_shard] = next!;
        await Eventually.HoldsAsync(
            async () => await Task.WhenAll(Members.Where(IsUp).Select(m => ClusterInfoAsync(m, "cluster_state"))),
            states => Array.TrueForAll(states, state => state == "ok"),
            Patience,
            () => Output);
    }

    public override async Task FailOverAsync()
    {
        Member next = Others.First();
        await Eventually.HoldsAsync(
            () => RedisLine.AskAsync(next.Server.Port, "CLUSTER FAILOVER"), answer => answer.StartsWith("+OK", StringComparison.Ordinal), Patience, () => Output);
        await WhenFailedOverAsync();
    }

    // The cluster remembers who it follows.
    protected override Task ReturnAsync(Member member) => Task.CompletedTask;

    protected override Task<string> WhenWellAsync() => Eventually.HoldsAsync(
        async () =>
        {
            // The servers may have moved a master once more: a machine that stood still for a moment is enough.
            for (int shard = 0; shard < Shards; shard++)
            {
                _masters[shard] = await MasterAmongAsync(Members.Where(m => m.Shard == shard)) ?? _masters[shard];
            }

            string?[] known = await Task.WhenAll(Members.Select(m => ClusterInfoAsync(m, "cluster_known_nodes")));
            string?[] states = await Task.WhenAll(Members.Select(m => ClusterInfoAsync(m, "cluster_state")));
            string?[] replicas = await Task.WhenAll(_masters.Select(m => RedisLine.InfoAsync(m.Server.Port, "replication", "connected_slaves")));
            string?[] links = await Task.WhenAll(Members.Except(_masters).Select(m => RedisLine.InfoAsync(m.Server.Port, "replication", "master_link_status")));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{known.Count(k => k == Text(Members.Count))} know all, {states.Count(s => s == "ok")} say ok, {replicas.Count(r => r == Text(_replicas))} masters followed, {links.Count(l => l == "up")} links up");
        },
        state => state == string.Create(CultureInfo.InvariantCulture, $"{Members.Count} know all, {Members.Count} say ok, {Shards} masters followed, {Shards * _replicas} links up"),
        Patience,
        () => Output);

    private static async Task<Member> AddAsync(int shard)
    {
        int known = LoopbackPorts.Take();
        RedisServer server = await RedisServer.StartAsync(
            "always", "--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--cluster-port", Text(LoopbackPorts.Take()),
            "--cluster-announce-ip", "127.0.0.1", "--cluster-announce-port", Text(known), "--repl-diskless-sync-delay", "0", "--cluster-replica-validity-factor", "0");
        return new Member(server, FaultProxy.To(server.Port, known), shard);
    }

    // The first three get the slots, then all meet, then the others follow their shard's master.
    private async Task JoinAsync()
    {
        _masters = [.. Members.Take(Shards)];
        string[] ids = await Task.WhenAll(_masters.Select(async m => (await RedisLine.AskAsync(m.Server.Port, "CLUSTER MYID")).Split("\r\n")[1]));
        foreach (Member master in _masters)
        {
            int first = FirstSlotOf(master.Shard);
            await TellAsync(master, string.Create(CultureInfo.InvariantCulture, $"CLUSTER ADDSLOTSRANGE {first} {FirstSlotOf(master.Shard + 1) - 1}"));
            await TellAsync(master, string.Create(CultureInfo.InvariantCulture, $"CLUSTER SET-CONFIG-EPOCH {master.Shard + 1}"));
        }

        foreach (Member member in Members.Skip(1))
        {
            string bus = (await RedisLine.AskAsync(member.Server.Port, "CONFIG GET cluster-port")).Split("\r\n")[^2];
            await TellAsync(Members[0], $"CLUSTER MEET 127.0.0.1 {Text(member.Server.Port)} {bus}");
        }

        foreach (Member replica in Members.Skip(Shards))
        {
            await TellAsync(replica, $"CLUSTER REPLICATE {ids[replica.Shard]}");
        }

        await WhenWellAsync();
    }

    // None, or more than one, while a fail-over is under way.
    private static async Task<Member?> MasterAmongAsync(IEnumerable<Member> members)
    {
        (Member Member, string? Role)[] roles = await Task.WhenAll(members.Where(m => !m.Server.HasExited).Select(async m => (m, await RoleAsync(m))));
        Member[] masters = [.. roles.Where(r => r.Role == "master").Select(r => r.Member)];
        return masters.Length == 1 ? masters[0] : null;
    }

    // The smallest slot that belongs to the shard by slot * Shards / Slots.
    private static int FirstSlotOf(int shard) => ((shard * Slots) + Shards - 1) / Shards;

    private static Task<string> TellAsync(Member member, string command) => Eventually.HoldsAsync(
        () => RedisLine.AskAsync(member.Server.Port, command), answer => answer.StartsWith("+OK", StringComparison.Ordinal), Patience, () => member.Server.Output);

    private static async Task<string?> ClusterInfoAsync(Member member, string name)
    {
        string text = await RedisLine.AskAsync(member.Server.Port, "CLUSTER INFO");
        return text.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..];
    }
}
