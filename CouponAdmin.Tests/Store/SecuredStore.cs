using System.Globalization;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Store;

/// <summary>How the servers of a store stand together.</summary>
public enum StoreTopology
{
    One,

    /// <summary>A master with a replica, and a Sentinel that has a password of its own.</summary>
    Sentinel,

    /// <summary>Three masters.</summary>
    Cluster,
}

/// <summary>A store that lets its user in, who may do what <c>docs/store.md</c> lists, and nobody without a password. The plain ports are the tests' own, by a user of their own.</summary>
internal sealed class SecuredStore : IAsyncDisposable
{
    private const string Password = "secret";
    private const string SentinelPassword = "of-the-sentinels";
    private const string User = "couponadmin";
    private const string Tests = "tests";
    private const string Loopback = "127.0.0.1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestCertificates _certificates = new();
    private readonly TestDirectory _directory = new("secured");
    private readonly List<(RedisServer Server, int TlsPort)> _servers = [];
    private readonly int _sentinelPort = LoopbackPorts.Take();
    private readonly int _sentinelTlsPort = LoopbackPorts.Take();
    private readonly StoreTopology _topology;
    private ChildProcess? _sentinel;

    private SecuredStore(StoreTopology topology) => _topology = topology;

    /// <summary>The line of the documentation.</summary>
    public static string DocumentedUser { get; } =
        SourceTree.Read("docs/store.md").Split('\n').Single(line => line.StartsWith($"user {User} on ", StringComparison.Ordinal));

    public string Authority => _certificates.Authority;

    public string Output => string.Join('\n', _servers.Select(s => s.Server.Output).Append(_sentinel?.Output));

    public string ConnectionString => ConnectionStringOf(Password);

    public static async Task<SecuredStore> StartAsync(StoreTopology topology)
    {
        SecuredStore store = new(topology);
        try
        {
            await store.AddAsync();
            if (topology == StoreTopology.Sentinel)
            {
                await store.AddAsync("--replicaof", $"{Loopback} {Text(store._servers[0].TlsPort)}");
                await store.StartSentinelAsync();
            }

            if (topology == StoreTopology.Cluster)
            {
                await store.AddAsync();
                await store.AddAsync();
                await store.JoinAsync();
            }

            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public string ConnectionStringOf(string password)
    {
        string secured = $"ssl=true,user={User},password={password}";
        return _topology == StoreTopology.Sentinel
            ? $"{Loopback}:{Text(_sentinelTlsPort)},serviceName={RedisSentinel.Service},{secured},sentinelPassword={SentinelPassword}"
            : $"{string.Join(',', _servers.Select(s => $"{Loopback}:{Text(s.TlsPort)}"))},{secured}";
    }

    /// <summary>Changes what the user may do, on every server.</summary>
    public Task ChangeUserAsync(string rules) => Task.WhenAll(_servers.Select(s => TellAsync(s.Server.Port, $"ACL SETUSER {User} {rules}")));

    /// <summary>Every connection of the user is closed.</summary>
    public Task CutAsync() => Task.WhenAll(_servers.Select(s => AskAsync(s.Server.Port, $"CLIENT KILL USER {User}")));

    /// <summary>What servers refused since their start.</summary>
    public async Task<string> RefusedAsync() =>
        string.Concat(await Task.WhenAll(_servers.Select(async s => (await AskAsync(s.Server.Port, "ACL LOG")).Replace("+OK\r\n*0\r\n", "", StringComparison.Ordinal))));

    /// <summary>The Sentinel gives the master's place to the replica.</summary>
    public async Task FailOverAsync()
    {
        await Eventually.HoldsAsync(() => AskSentinelAsync($"SENTINEL FAILOVER {RedisSentinel.Service}"), answer => answer.Contains("+OK\r\n+OK", StringComparison.Ordinal), Patience, () => Output);
        await Eventually.HoldsAsync(() => AskAsync(_servers[1].Server.Port, "INFO replication"), facts => facts.Contains("role:master", StringComparison.Ordinal), Patience, () => Output);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sentinel is not null)
        {
            await _sentinel.DisposeAsync();
        }

        foreach ((RedisServer server, _) in _servers)
        {
            await server.DisposeAsync();
        }

        _directory.Dispose();
        _certificates.Dispose();
    }

    private async Task AddAsync(params string[] more)
    {
        int tlsPort = LoopbackPorts.Take();
        string[] cluster = _topology == StoreTopology.Cluster ? ["--cluster-enabled", "yes", "--tls-cluster", "yes", "--cluster-port", Text(LoopbackPorts.Take())] : [];
        RedisServer server = await RedisServer.StartAsync(
            "always",
            [
                "--tls-port", Text(tlsPort), "--tls-cert-file", _certificates.Certificate, "--tls-key-file", _certificates.Key, "--tls-ca-cert-file", _certificates.Authority,
                "--tls-auth-clients", "no", "--tls-replication", "yes", "--masteruser", Tests, "--masterauth", Tests, "--repl-diskless-sync-delay", "0", .. cluster, .. more,
            ]);
        _servers.Add((server, tlsPort));
        Assert.StartsWith("+OK", await RedisLine.AskAsync(server.Port, $"ACL SETUSER {Tests} on >{Tests} ~* &* +@all"), StringComparison.Ordinal);
        await TellAsync(server.Port, "ACL SETUSER default off");
        await TellAsync(server.Port, $"ACL SETUSER {DocumentedUser["user ".Length..].Replace(">…", $">{Password}", StringComparison.Ordinal)}");
    }

    private async Task StartSentinelAsync()
    {
        string settings = Path.Combine(_directory.Path, "sentinel.conf");
        await File.WriteAllTextAsync(settings, $"""
            port {Text(_sentinelPort)}
            tls-port {Text(_sentinelTlsPort)}
            bind {Loopback}
            dir {_directory.Path}
            tls-cert-file {_certificates.Certificate}
            tls-key-file {_certificates.Key}
            tls-ca-cert-file {_certificates.Authority}
            tls-auth-clients no
            tls-replication yes
            requirepass {SentinelPassword}
            sentinel monitor {RedisSentinel.Service} {Loopback} {Text(_servers[0].TlsPort)} 1
            sentinel auth-user {RedisSentinel.Service} {Tests}
            sentinel auth-pass {RedisSentinel.Service} {Tests}
            sentinel down-after-milliseconds {RedisSentinel.Service} 2000
            sentinel failover-timeout {RedisSentinel.Service} 3000

            """);
        _sentinel = await ChildProcess.StartAfterAsync(null, new ChildCommand(InstalledPrograms.RedisSentinel, settings));
        await Eventually.HoldsAsync(
            () => AskSentinelAsync($"SENTINEL REPLICAS {RedisSentinel.Service}"), answer => answer.Contains(Text(_servers[1].TlsPort), StringComparison.Ordinal), Patience, () => Output);
        await Eventually.HoldsAsync(() => AskAsync(_servers[0].Server.Port, "INFO replication"), facts => facts.Contains("connected_slaves:1", StringComparison.Ordinal), Patience, () => Output);
    }

    private async Task JoinAsync()
    {
        const int Slots = 16_384;
        foreach ((int i, (RedisServer server, _)) in _servers.Index())
        {
            await TellAsync(server.Port, string.Create(CultureInfo.InvariantCulture, $"CLUSTER ADDSLOTSRANGE {i * Slots / _servers.Count} {((i + 1) * Slots / _servers.Count) - 1}"));
            await TellAsync(server.Port, string.Create(CultureInfo.InvariantCulture, $"CLUSTER SET-CONFIG-EPOCH {i + 1}"));
        }

        foreach ((RedisServer server, int tlsPort) in _servers.Skip(1))
        {
            string bus = (await AskAsync(server.Port, "CONFIG GET cluster-port")).Split("\r\n")[^2];
            await TellAsync(_servers[0].Server.Port, $"CLUSTER MEET {Loopback} {Text(tlsPort)} {bus}");
        }

        await Eventually.HoldsAsync(
            async () => await Task.WhenAll(_servers.Select(s => AskAsync(s.Server.Port, "CLUSTER INFO"))),
            states => Array.TrueForAll(states, state => state.Contains("cluster_state:ok", StringComparison.Ordinal) && state.Contains("cluster_known_nodes:3", StringComparison.Ordinal)),
            Patience,
            () => Output);
    }

    private Task<string> AskSentinelAsync(string command) => RedisLine.AskAsync(_sentinelPort, $"AUTH {SentinelPassword}\r\n{command}");

    private Task<string> TellAsync(int port, string command) =>
        Eventually.HoldsAsync(() => AskAsync(port, command), answer => answer.StartsWith("+OK\r\n+OK", StringComparison.Ordinal), Patience, () => Output);

    private static Task<string> AskAsync(int port, string command) => RedisLine.AskAsync(port, $"AUTH {Tests} {Tests}\r\n{command}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
