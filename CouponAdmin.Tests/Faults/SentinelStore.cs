using System.Globalization;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>One master, two replicas and three Sentinels.</summary>
internal sealed class SentinelStore : ReplicatedStore
{
    private const int Servers = 3;
    private const int Sentinels = 3;

    private readonly List<RedisSentinel> _sentinels = [];
    private Member? _master;

    /// <summary>The Sentinels and the name of what they watch.</summary>
    public override string ConnectionString => string.Create(
        CultureInfo.InvariantCulture, $"{string.Join(',', _sentinels.Select(s => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{s.Port}")))},serviceName={RedisSentinel.Service}");

    /// <summary>The present master, past its line.</summary>
    public override string OracleConnectionString => Master.Server.ConnectionString;

    protected override Member Master => _master ?? throw new InvalidOperationException("The store was never started.");

    public override string Output => string.Join('\n', _sentinels.Select(s => s.Output).Prepend(base.Output));

    public static async Task<SentinelStore> StartAsync()
    {
        SentinelStore store = new();
        try
        {
            for (int i = 0; i < Servers; i++)
            {
                store.Members.Add(await store.AddAsync());
            }

            store._master = store.Members[0];
            for (int i = 0; i < Sentinels; i++)
            {
                store._sentinels.Add(await RedisSentinel.StartAsync(store.Master.Line.Port, quorum: 2));
            }

            await store.WhenWellAsync();
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every replica has what the master has now.</summary>
    public Task<string> WhenCaughtUpAsync() => Eventually.HoldsAsync(
        async () => string.Join(' ', await Task.WhenAll(Members.Select(m => RedisLine.InfoAsync(m.Server.Port, "replication", m == _master ? "master_repl_offset" : "slave_repl_offset")))),
        offsets => offsets.Split(' ').Distinct(StringComparer.Ordinal).Count() == 1,
        Patience,
        () => Output);

    public override async Task WhenFailedOverAsync()
    {
        Member[] others = [.. Others];
        await Eventually.HoldsAsync(
            async () => await Task.WhenAll(_sentinels.Select(s => s.MasterPortAsync())),
            ports => ports.Distinct().Count() == 1 && Array.Exists(others, m => m.Line.Port == ports[0]),
            Patience,
            () => Output);
        int port = await _sentinels[0].MasterPortAsync();
        _master = others.Single(m => m.Line.Port == port);
        await Eventually.HoldsAsync(() => RoleAsync(Master), role => role == "master", Patience, () => Output);
    }

    public override async Task FailOverAsync()
    {
        await Eventually.HoldsAsync(
            () => RedisLine.AskAsync(_sentinels[0].Port, $"SENTINEL FAILOVER {RedisSentinel.Service}"), answer => answer.StartsWith("+OK", StringComparison.Ordinal), Patience, () => Output);
        await WhenFailedOverAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (RedisSentinel sentinel in _sentinels)
        {
            await sentinel.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private async Task<Member> AddAsync()
    {
        int known = LoopbackPorts.Take();
        RedisServer server = await RedisServer.StartAsync("always", "--replica-announce-ip", "127.0.0.1", "--replica-announce-port", Text(known), "--repl-diskless-sync-delay", "0");
        Member member = new(server, FaultProxy.To(server.Port, known));
        if (Members.Count > 0)
        {
            await FollowAsync(member, Members[0]);
        }

        return member;
    }

    protected override Task ReturnAsync(Member member) => FollowAsync(member, Master);

    protected override Task<string> WhenWellAsync() => Eventually.HoldsAsync(
        async () =>
        {
            // Sentinels may have moved the master once more: a machine that stood still for a moment is enough.
            int[] named = await Task.WhenAll(_sentinels.Select(s => s.MasterPortAsync()));
            _master = Members.Find(m => Array.TrueForAll(named, port => port == m.Line.Port)) ?? Master;
            bool[] ready = await Task.WhenAll(_sentinels.Select(s => s.IsReadyAsync(Sentinels, Servers - 1)));
            string? replicas = await RedisLine.InfoAsync(Master.Server.Port, "replication", "connected_slaves");
            string?[] links = await Task.WhenAll(Members.Where(m => m != Master).Select(m => RedisLine.InfoAsync(m.Server.Port, "replication", "master_link_status")));
            return string.Create(CultureInfo.InvariantCulture, $"{ready.Count(r => r)} Sentinels ready, {replicas} replicas, {links.Count(link => link == "up")} links up");
        },
        state => state == $"{Sentinels} Sentinels ready, {Servers - 1} replicas, {Servers - 1} links up",
        Patience,
        () => Output);

    private static Task<string> FollowAsync(Member replica, Member master) => Eventually.HoldsAsync(
        () => RedisLine.AskAsync(replica.Server.Port, string.Create(CultureInfo.InvariantCulture, $"REPLICAOF 127.0.0.1 {master.Line.Port}")),
        answer => answer.StartsWith("+OK", StringComparison.Ordinal));
}
