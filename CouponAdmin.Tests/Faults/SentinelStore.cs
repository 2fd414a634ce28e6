using System.Globalization;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>One master, two replicas and three Sentinels, real processes. Each server is known by the port of its line, so that replication can lag and break.</summary>
internal sealed class SentinelStore : IAsyncDisposable
{
    private const int Servers = 3;
    private const int Sentinels = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Member> _members = [];
    private readonly List<RedisSentinel> _sentinels = [];
    private Member _master;

    /// <summary>As the product is told: the Sentinels and the name of what they watch.</summary>
    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture, $"{string.Join(',', _sentinels.Select(s => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{s.Port}")))},serviceName={RedisSentinel.Service}");

    /// <summary>The present master, past its line: for the oracle.</summary>
    public string MasterConnectionString => _master.Server.ConnectionString;

    public RedisServer Master => _master.Server;

    /// <summary>What replicas hear arrives this much later.</summary>
    public TimeSpan Lag
    {
        set => _members.ForEach(member => member.Line.ReplicationDelay = value);
    }

    public string Output => string.Join('\n', _members.Select(m => m.Server.Output).Concat(_sentinels.Select(s => s.Output)));

    public static async Task<SentinelStore> StartAsync()
    {
        SentinelStore store = new();
        try
        {
            for (int i = 0; i < Servers; i++)
            {
                store._members.Add(await store.AddAsync());
            }

            store._master = store._members[0];
            for (int i = 0; i < Sentinels; i++)
            {
                store._sentinels.Add(await RedisSentinel.StartAsync(store._master.Line.Port, quorum: 2));
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

    /// <summary>The master's machine dies: what was under way to its replicas never arrives.</summary>
    public async Task KillMasterAsync()
    {
        _master.Line.ResetReplication();
        await _master.Server.KillAsync();
    }

    /// <summary>The lines to the replicas break once; what was held back for them never arrives that way.</summary>
    public Task<string> ResetReplicationAsync()
    {
        _master.Line.ResetReplication();
        return WhenWellAsync();
    }

    /// <summary>Waits until every replica has what the master has now.</summary>
    public Task<string> WhenCaughtUpAsync() => Eventually.HoldsAsync(
        async () => string.Join(' ', await Task.WhenAll(_members.Select(m => RedisLine.InfoAsync(m.Server.Port, "replication", m == _master ? "master_repl_offset" : "slave_repl_offset")))),
        offsets => offsets.Split(' ').Distinct(StringComparer.Ordinal).Count() == 1,
        Patience,
        () => Output);

    /// <summary>Waits until the Sentinels name another master, and it says so itself.</summary>
    public async Task WhenFailedOverAsync()
    {
        Member old = _master;
        Member[] others = [.. _members.Where(m => m != old)];
        await Eventually.HoldsAsync(
            async () => await Task.WhenAll(_sentinels.Select(s => s.MasterPortAsync())),
            ports => ports.Distinct().Count() == 1 && Array.Exists(others, m => m.Line.Port == ports[0]),
            Patience,
            () => Output);
        int port = await _sentinels[0].MasterPortAsync();
        _master = others.Single(m => m.Line.Port == port);
        await Eventually.HoldsAsync(() => RoleAsync(_master), role => role == "master", Patience, () => Output);
    }

    /// <summary>An operator moves the master while it lives.</summary>
    public async Task FailOverAsync()
    {
        await Eventually.HoldsAsync(
            () => RedisLine.AskAsync(_sentinels[0].Port, $"SENTINEL FAILOVER {RedisSentinel.Service}"), answer => answer.StartsWith("+OK", StringComparison.Ordinal), Patience, () => Output);
        await WhenFailedOverAsync();
    }

    /// <summary>Whoever is down is started again and follows the present master; then all is as at the start.</summary>
    public async Task RestoreAsync()
    {
        Lag = TimeSpan.Zero;
        foreach (Member member in _members.Where(m => m.Server.HasExited))
        {
            await member.Server.StartAgainAsync();
            await FollowAsync(member, _master);
        }

        await WhenWellAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable part in (IAsyncDisposable[])[.. _sentinels, .. _members.Select(m => m.Line), .. _members.Select(m => m.Server)])
        {
            await part.DisposeAsync();
        }
    }

    private async Task<Member> AddAsync()
    {
        int known = LoopbackPorts.Take();
        string port = known.ToString(CultureInfo.InvariantCulture);
        RedisServer server = await RedisServer.StartAsync("always", "--replica-announce-ip", "127.0.0.1", "--replica-announce-port", port, "--repl-diskless-sync-delay", "0");
        Member member = new(server, FaultProxy.To(server.Port, known));
        if (_members.Count > 0)
        {
            await FollowAsync(member, _members[0]);
        }

        return member;
    }

    private Task<string> WhenWellAsync() => Eventually.HoldsAsync(
        async () =>
        {
            bool[] ready = await Task.WhenAll(_sentinels.Select(s => s.IsReadyAsync(Sentinels, Servers - 1)));
            string? replicas = await RedisLine.InfoAsync(_master.Server.Port, "replication", "connected_slaves");
            string?[] links = await Task.WhenAll(_members.Where(m => m != _master).Select(m => RedisLine.InfoAsync(m.Server.Port, "replication", "master_link_status")));
            return string.Create(CultureInfo.InvariantCulture, $"{ready.Count(r => r)} Sentinels ready, {replicas} replicas, {links.Count(link => link == "up")} links up");
        },
        state => state == $"{Sentinels} Sentinels ready, {Servers - 1} replicas, {Servers - 1} links up",
        Patience,
        () => Output);

    private static Task<string> FollowAsync(Member replica, Member master) => Eventually.HoldsAsync(
        () => RedisLine.AskAsync(replica.Server.Port, string.Create(CultureInfo.InvariantCulture, $"REPLICAOF 127.0.0.1 {master.Line.Port}")),
        answer => answer.StartsWith("+OK", StringComparison.Ordinal));

    private static Task<string?> RoleAsync(Member member) => RedisLine.InfoAsync(member.Server.Port, "replication", "role");

    private readonly record struct Member(RedisServer Server, FaultProxy Line);
}
